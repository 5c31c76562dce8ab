const NAME = '[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?';
const VERSION = '(===|==|~=|!=|<=|>=|<|>)[A-Za-z0-9.*+!_-]+';

/** What pip takes as one word: a package with extras and versions. Source: https://packaging.python.org/en/latest/specifications/dependency-specifiers/ */
const REQUIREMENT = new RegExp(
  `^${NAME}(\\[[A-Za-z0-9._-]+(,[A-Za-z0-9._-]+)*\\])?(${VERSION}(,${VERSION})*|@[^\\s;]+)?(;\\S+)?$`,
);

/** Options of pip and uv that are followed by a value. */
const WITH_VALUE =
  /^(-[cefir]|--(constraints?|default-index|editable|extra-index-url|find-links|index|index-url|requirements?|target|trusted-host))$/;

/** A URL, an archive or a folder. */
const PLACE = /:\/\/|^[./~]|\.(whl|zip|tar\.gz)$/;

/** The first word of EXTRA_PIP_PACKAGES that pip would not take, and what to write: the entry point splits it at spaces. */
export function pipFault(packages: string): { readonly word: string; readonly hint: string } | undefined {
  const words = packages.split(/\s+/).filter((word) => word !== '');
  const word = words.find(
    (one, index) =>
      !one.startsWith('-') && !WITH_VALUE.test(words[index - 1] ?? '') && !PLACE.test(one) && !REQUIREMENT.test(one),
  );
  return word === undefined ? undefined : { word, hint: meant(word) };
}

function meant(word: string): string {
  const plain = word
    .replaceAll(/["']/g, '')
    .replace(/,$/, '')
    .replace(/^([^=<>!~]+)=([^=])/, '$1==$2');
  return plain !== word && REQUIREMENT.test(plain)
    ? `write ${plain}`
    : 'separate packages by one space each, and write a version without spaces: pandas==2.2.3 s3fs';
}
