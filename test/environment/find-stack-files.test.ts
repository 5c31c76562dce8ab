import { RECORD } from '../../src/disk/record';
import { findStackFiles } from '../../src/environment/find-stack-files';
import { ConfigError } from '../../src/problems/errors';
import { folderOf } from '../helpers/stack-files';

test('environments are the files of all folders, named after their paths, and bases are those with _', () => {
  const folder = folderOf({
    'dev.yaml': '',
    'eu/prod.yaml': '',
    'eu/west/prod.yaml': '',
    '_base.yaml': '',
    'eu/_base.yaml': '',
    '_shared/tags.yaml': '',
    '.hidden.yaml': '',
    '.git/config.yaml': '',
    'node_modules/package/a.yaml': '',
    [`generated/stacks/dev/${RECORD}`]: '',
    'generated/stacks/dev/prefect.yaml': '',
    'notes.md': '',
  });
  expect(findStackFiles(folder)).toEqual({
    environments: new Map([
      ['dev', 'dev.yaml'],
      ['eu-prod', 'eu/prod.yaml'],
      ['eu-west-prod', 'eu/west/prod.yaml'],
    ]),
    bases: ['_base.yaml', '_shared/tags.yaml', 'eu/_base.yaml'],
  });
});

/** The report on files of these names. */
function reportOn(...files: readonly string[]): string {
  const folder = folderOf(Object.fromEntries(files.map((file) => [file, ''])));
  try {
    findStackFiles(folder);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.replaceAll(folder, 'stacks');
    throw error;
  }
  throw new Error('these files were taken');
}

describe('fails on', () => {
  test('two files that name the same environment, at both', () => {
    const report = reportOn('eu-prod.yaml', 'eu/prod.yaml', 'prod.yaml');
    expect(report).toContain(
      'stacks/eu-prod.yaml\n    name of the environment "eu-prod", which is already used by stacks/eu/prod.yaml\n    → rename one of these files',
    );
    expect(report).toContain('stacks/eu/prod.yaml\n    name of the environment "eu-prod"');
    expect(report).not.toContain('stacks/prod.yaml');
  });

  test.each([
    ['eu/Prod.yaml', 'stacks/eu/Prod.yaml\n    invalid name of an environment'],
    [`${'a'.repeat(40)}/${'b'.repeat(40)}.yaml`, 'invalid name of an environment'],
    [
      'eu/prod.yml',
      'stacks/eu/prod.yml\n    is ignored: the name of a stack file ends in .yaml\n    → rename it to prod.yaml',
    ],
    ['_base.yaml', 'stacks\n    contains no stack file'],
  ])('%s', (file, said) => {
    expect(reportOn(file)).toContain(said);
  });
});
