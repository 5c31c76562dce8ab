import { symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentOf, namesIn, textOf } from '../../src/commands/generated-folder';
import { ConfigError } from '../../src/problems/errors';
import { folderOf } from '../helpers/stack-files';

const folder = folderOf({ 'prod/cdk.tf.json': '{}', 'prod/README.md': '# prod' });
// What no user can read, root neither: it leads to itself.
symlinkSync('circle', join(folder, 'circle'));

test('gives what is there, and nothing where there is no such file or folder', () => {
  expect(namesIn(join(folder, 'prod')).sort()).toEqual(['README.md', 'cdk.tf.json']);
  expect(textOf(join(folder, 'prod', 'README.md'))).toBe('# prod');
  expect([
    textOf(join(folder, 'prod', 'other')),
    textOf(join(folder, 'prod')),
    textOf(join(folder, 'no', 'a')),
    textOf(join(folder, 'prod', 'README.md', 'below')),
  ]).toEqual([undefined, undefined, undefined, undefined]);
  expect([namesIn(join(folder, 'no')), namesIn(join(folder, 'prod', 'README.md'))]).toEqual([[], []]);
});

test.each([
  ['a file', () => textOf(join(folder, 'circle')), 'ELOOP'],
  ['a folder', () => namesIn(join(folder, 'circle')), 'ELOOP'],
])('%s that cannot be read is not taken for one that is not there', (_, read, code) => {
  expect(read).toThrow(ConfigError);
  expect(read).toThrow(`cannot be read (${code})`);
});

test('a file that is too large for a document is not read', () => {
  const file = join(folder, 'large');
  writeFileSync(file, '');
  truncateSync(file, 3_000_000_000);
  expect(() => textOf(file)).toThrow(`${file}\n    has 3000000000 bytes: at most 67108864 are read`);
});

test.each([
  ['<<<<<<< HEAD', 'is not valid JSON'],
  ['', 'is not valid JSON'],
  ['[]', 'is not a JSON object'],
  ['null', 'is not a JSON object'],
])('a document that is %j %s', (text, message) => {
  expect(() => documentOf(text, 'prod/cdk.tf.json')).toThrow(`prod/cdk.tf.json\n    ${message}`);
});

test('a document is given as it is', () => {
  expect(documentOf('{"resource": {}}', 'prod/cdk.tf.json')).toEqual({ resource: {} });
});
