import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from '../src/disk/files-below';

/** CDK Terrain, the fork of CDKTF, with its AWS provider and the `constructs` that it takes. */
export const CDK_TERRAIN: Readonly<Record<string, string>> = {
  cdktn: '0.24.0',
  '@cdktn/provider-aws': '25.7.0',
  constructs: '10.7.2',
};

/** Its name in an import, also in one within a text. */
const IMPORTED = /\b(from|import|require\(|import\()( ?['"]@?)cdktf(?=['"/])/g;
/** Where the engine is named for the bundles. */
const NAMED = join('src', 'start', 'engine-packages.ts');

/** Names the other engine everywhere below a folder that is a checkout, or the parts of one; gives the files. */
export function switchEngine(folder: string): string[] {
  const sources = ['src', 'test'].map((part) => join(folder, part)).filter((part) => existsSync(part));
  const changed = sources
    .flatMap(filesBelow)
    .filter((file) => /\.[cm]?ts$/.test(file))
    .filter((file) => {
      const isNamed = file === join(folder, NAMED);
      return rewritten(file, (text) =>
        text.replaceAll(IMPORTED, '$1$2cdktn').replaceAll(isNamed ? /(?<='@?)cdktf(?=')/g : /$^/g, 'cdktn'),
      );
    });
  const manifest = join(folder, 'package.json');
  return [...changed, ...(rewritten(manifest, inManifest) ? [manifest] : [])];
}

function rewritten(file: string, change: (text: string) => string): boolean {
  const text = readFileSync(file, 'utf8');
  const now = change(text);
  if (now !== text) writeFileSync(file, now);
  return now !== text;
}

function inManifest(text: string): string {
  const before = JSON.parse(text);
  const { engines, peerDependencies, peerDependenciesMeta, devDependencies } = before;
  const ranges = Object.fromEntries(
    Object.entries(CDK_TERRAIN).map(([name, version]) => [name, `>=${version} <${nextOf(version)}`]),
  );
  const manifest = {
    ...before,
    // Source: engines in the package.json of cdktn.
    engines: { ...engines, node: '>=22.11' },
    peerDependencies: renamed(peerDependencies, ranges),
    peerDependenciesMeta: renamed(peerDependenciesMeta, {}),
    devDependencies: renamed(devDependencies, CDK_TERRAIN),
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

/** Before 1.0 a minor release may break what uses it; of `constructs`, cdktn takes those before 10.8. */
function nextOf(version: string): string {
  const [major = '0', minor = '0'] = version.split('.');
  return major === '0' || major === '10' ? `${major}.${Number(minor) + 1}` : String(Number(major) + 1);
}

function renamed(entries: Readonly<Record<string, unknown>>, values: Readonly<Record<string, unknown>>): object {
  const all = Object.entries(entries).map(([name, value]) => {
    const now = name.replace(/^(@?)cdktf(?=$|\/)/, '$1cdktn');
    return [now, values[now] ?? value] as const;
  });
  return Object.fromEntries(all.sort(([one], [other]) => (one < other ? -1 : 1)));
}
