import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package that files of a bundle come from. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX. */
  readonly license: string;
  readonly source?: string;
  readonly text: string;
}

/** The packages that files come from, each version once, by name. */
export function packagesOf(root: string, files: readonly string[]): BundledPackage[] {
  const folders = new Set(files.flatMap((file) => /^.*node_modules\/(@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0] ?? []));
  const packages = [...folders].map((folder) => packageIn(join(root, folder)));
  const byName = new Map(packages.map((one) => [`${one.name}@${one.version}`, one]));
  return [...byName].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, found]) => found);
}

/**
 * Their licenses, in full: who passes on a bundle passes on these, and where the sources of the parts under the MPL are
 * (MPL 2.0, 3.2). What differs only in its copyright notices and its line breaks stands once, below all the notices.
 */
export function licensesIn(packages: readonly BundledPackage[]): string {
  const groups = new Map<string, { readonly text: string; readonly titles: string[] }>();
  for (const one of packages) {
    const { notices, text } = divided(one.text);
    const key = text.replaceAll(/\s+/g, ' ');
    const group = groups.get(key) ?? { text, titles: [] };
    groups.set(key, group);
    group.titles.push([titleOf(one), ...notices.map((notice) => `  ${notice}`)].join('\n'));
  }
  const parts = [...groups.values()].map(({ text, titles }) => `${titles.join('\n')}\n\n${text}`);
  return `This bundle contains the following packages.\n\n${parts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** A license's copyright notices, and the rest. */
function divided(license: string): { readonly notices: readonly string[]; readonly text: string } {
  const isNotice = (line: string) => /^\s*copyright\b.*\d{4}/i.test(line);
  const lines = license.split(/\r?\n/);
  const text = lines.filter((line) => !isNotice(line)).join('\n');
  return { notices: lines.filter(isNotice).map((line) => line.trim()), text: text.trim() };
}

function titleOf({ name, version, license, source }: BundledPackage): string {
  return [`${name} ${version} (${license})`, ...(source === undefined ? [] : [source])].join(', ');
}

/**
 * The list of them for tools, without a time or a number of its own: the same bundle has the same list.
 * Source: https://cyclonedx.org/docs/1.6/json/
 */
export function bomOf(root: string, packages: readonly BundledPackage[]): string {
  const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return `${JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'application', ...component(own) } },
    components: packages.map((one) => ({ type: 'library', ...component(one) })),
  })}\n`;
}

function component({ name, version, license, source }: Omit<BundledPackage, 'text'>) {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  const url = source?.replace(/^git\+/, '');
  return {
    name,
    version,
    // Not every license has an expression of SPDX.
    licenses: /^[\w.-]+( OR [\w.-]+)*$/.test(license) ? [{ expression: license }] : [{ license: { name: license } }],
    purl,
    ...(url !== undefined && { externalReferences: [{ type: 'vcs', url }] }),
  };
}

function packageIn(folder: string): BundledPackage {
  const { name, version, license, repository } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const source = typeof repository === 'string' ? repository : repository?.url;
  const file = readdirSync(folder).find((entry) => /^(licen[sc]e|copying)/i.test(entry));
  return {
    ...{ name, version, license },
    ...(source !== undefined && { source }),
    text: file === undefined ? `License: ${license}` : readFileSync(join(folder, file), 'utf8').trim(),
  };
}
