import type { Fault } from './fault';
import { isOlder } from './prefect-versions';

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

/** What pip would not take of EXTRA_PIP_PACKAGES, and what to write: the entry point splits it at spaces. */
export function pipFault(packages: string): Fault | undefined {
  const named = wordsIn(packages);
  const word = named.find((one) => !REQUIREMENT.test(one));
  return word === undefined ? contradiction(named) : noPackage(word);
}

/** Without options and their values, URLs and files. */
function wordsIn(packages: string): string[] {
  const words = packages.split(/\s+/).filter((word) => word !== '');
  return words.filter(
    (one, index) => !one.startsWith('-') && !WITH_VALUE.test(words[index - 1] ?? '') && !PLACE.test(one),
  );
}

/** Files with packages that stand beside nothing: in the folder in which the image starts. */
export function filesIn(packages: string): string[] {
  const words = packages.split(/\s+/);
  return words.filter((word, index) => OF_FILE.test(words[index - 1] ?? '') && !/[/:~]/.test(word));
}

const OF_FILE = /^(-[cr]|--(constraints?|requirements?))$/;

function noPackage(word: string): Fault {
  return {
    message: `contains "${word}", which pip does not take for a package`,
    hint: meant(word),
  };
}

/** Two exact versions of one package: pip installs none. */
function contradiction(words: readonly string[]): Fault | undefined {
  const pinned = new Map<string, string>();
  for (const word of words) {
    const version = exactVersion(word);
    if (version === undefined) continue;
    const name = packageName(word);
    const earlier = pinned.get(name);
    if (earlier !== undefined && !isOneVersion(exactVersion(earlier), version))
      return {
        message: `contains ${earlier} and ${word}, which pip does not install together`,
        hint: 'remove one of the two',
      };
    pinned.set(name, word);
  }
  return undefined;
}

/** Of a requirement that holds everywhere; a version with a star stands for several. */
function exactVersion(requirement: string): string | undefined {
  return /^[^=<>!~;]+={2,3}([^,;*]+)$/.exec(requirement)?.[1];
}

/** 2.0 and 2 are one. Source: https://packaging.python.org/en/latest/specifications/version-specifiers/, zero padding */
function isOneVersion(one: string | undefined, other: string): boolean {
  return one !== undefined && withoutZeros(one) === withoutZeros(other);
}

function withoutZeros(version: string): string {
  return version
    .toLowerCase()
    .replace(/^v/, '')
    .replace(/(\.0+)+$/, '');
}

/** How packages are compared. Source: https://packaging.python.org/en/latest/specifications/name-normalization/ */
export function packageName(requirement: string): string {
  return (requirement.split(/[[=<>!~;@ ]/)[0] ?? '').toLowerCase().replace(/[._-]+/g, '-');
}

/** The word that asks for a package in versions that are all older than `least`. */
export function olderRequest(packages: string, name: string, least: string): string | undefined {
  return wordsIn(packages).find(
    (word) => packageName(word) === name && versionsIn(word).some((clause) => allowsOnlyOlder(clause, least)),
  );
}

function versionsIn(word: string): readonly string[] {
  return /^[^=<>!~;@]+([=<>!~][^;]*)/.exec(word)?.[1]?.split(',') ?? [];
}

/** Source: https://packaging.python.org/en/latest/specifications/version-specifiers/ */
function allowsOnlyOlder(clause: string, least: string): boolean {
  const [, operator = '', version = '', end = ''] =
    /^(===?|~=|<=?)v?(\d+(?:\.\d+)*)(\.\*|[._-]?[a-z].*)?$/i.exec(clause) ?? [];
  if (end === '.*') return operator === '==' && isOlder(version, least);
  if (operator === '~=') return isOlder(version.replace(/\.\d+$/, ''), least);
  const difference = compared(version, least);
  return operator === '<' ? difference <= 0 : operator !== '' && difference < 0;
}

/** Below 0: older; the shorter one has zeros at its end. */
function compared(version: string, other: string): number {
  const [parts, others] = [version.split('.').map(Number), other.split('.').map(Number)];
  const places = Array.from({ length: Math.max(parts.length, others.length) }, (_, place) => place);
  return places.map((place) => (parts[place] ?? 0) - (others[place] ?? 0)).find((one) => one !== 0) ?? 0;
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
