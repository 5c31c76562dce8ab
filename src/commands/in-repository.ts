import { existsSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import type { Project } from '../init/pipeline-project';
import { shellWord } from '../runbook/shell';
import { OUT, STACKS } from './folders';

/** The nearest folder above that is a repository: pipelines belong there. */
export function repositoryOf(folder: string): string {
  for (let above = folder; existsSync(above); above = join(above, '..')) {
    if (existsSync(join(above, '.git'))) return above;
    if (relative(join(above, '..'), above) === '') break;
  }
  return folder;
}

/** How commands at the root of the repository lead to the folders of a project. */
export function inRepository(
  stacks: string,
  out: string,
): Pick<Project, 'out' | 'stacksOptions' | 'options' | 'packages'> {
  const root = dirname(stacks);
  const repository = repositoryOf(root);
  const option = (name: string, value: string, usual: string) =>
    value === usual ? '' : ` --${name} ${shellWord(value)}`;
  const dir = relative(repository, root);
  const below = basename(stacks);
  const stacksOptions = option('dir', dir, '') + option('stacks', below, STACKS);
  const outBelow = relative(root, out);
  return {
    out: relative(repository, out),
    stacksOptions,
    options: stacksOptions + option('out', outBelow, OUT),
    packages: packagesOf(root, repository),
  };
}

/** The nearest folder above that has a package.json, from the root of the repository. */
function packagesOf(folder: string, repository: string): string {
  for (let above = folder; ; above = join(above, '..')) {
    const path = relative(repository, above);
    if (path === '' || path.startsWith('..')) return '';
    if (existsSync(join(above, 'package.json'))) return path;
  }
}
