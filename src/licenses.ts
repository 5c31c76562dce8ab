import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The licenses of the packages that files come from, in full: who passes on a bundle passes on these, and where the
 * sources of the parts under the MPL are (MPL 2.0, 3.2).
 */
export function licensesOf(root: string, files: readonly string[]): string {
  const folders = new Set(files.flatMap((file) => /^.*node_modules\/(@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0] ?? []));
  const packages = [...folders].sort().map((folder) => packageIn(join(root, folder)));
  const texts = [...new Set(packages.map(({ text }) => text))];
  const parts = texts.map((text) => {
    const names = packages.filter((one) => one.text === text).map(({ title }) => title);
    return `${[...new Set(names)].join('\n')}\n\n${text}`;
  });
  return `This bundle contains the following packages.\n\n${parts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

function packageIn(folder: string): { readonly title: string; readonly text: string } {
  const { name, version, license, repository } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const source = typeof repository === 'string' ? repository : repository?.url;
  const file = readdirSync(folder).find((entry) => /^(licen[sc]e|copying)/i.test(entry));
  return {
    title: [`${name} ${version} (${license})`, ...(source === undefined ? [] : [source])].join(', '),
    text: file === undefined ? `License: ${license}` : readFileSync(join(folder, file), 'utf8').trim(),
  };
}
