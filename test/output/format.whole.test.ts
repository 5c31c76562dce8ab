import { ejected } from '../../src/commands/eject';
import type { Environment } from '../../src/environment/environment';
import { generate } from '../../src/output/generate';
import { environmentOf } from '../helpers/stack-files';

const inFolder = (environment: Environment) => {
  const files = [...generate([environment])].filter(([path]) => path.startsWith('stacks/test/'));
  return new Map(files.map(([path, text]) => [path.slice('stacks/test/'.length), text]));
};
const IN_HCL = { format: 'hcl', adopt: { module: 'module.worker' } };

test('with format: hcl a folder has the files of eject, each marked as generated, and nothing else for Terraform', () => {
  const environment = environmentOf(IN_HCL);
  const files = inFolder(environment);
  const native = [...files].filter(([name]) => name.endsWith('.tf'));
  const expected = [...ejected(environment)].filter(([name]) => name.endsWith('.tf'));
  expect(native.map(([name]) => name).sort()).toEqual(expected.map(([name]) => name).sort());
  for (const [name, text] of expected) {
    expect(files.get(name)).toBe(
      `# Generated from stacks/test.yaml. Do not edit: the next synthesis writes it again.\n\n${text}`,
    );
  }
  expect([...files.keys()].filter((name) => name.endsWith('.tf.json'))).toEqual([]);
});

test('its document has all blocks of the other form, and of the native files beside that', () => {
  const document = JSON.parse(inFolder(environmentOf(IN_HCL)).get('document.json') as string);
  const inJson = JSON.parse(inFolder(environmentOf({ ...IN_HCL, format: 'json' })).get('cdk.tf.json') as string);
  expect(document).toMatchObject({ ...inJson, terraform: inJson.terraform });
  expect(document.terraform.required_version).toBe('>= 1.11.0');
  expect(document.moved).toHaveLength(16);
});

test('files beside the Terraform are the same in both forms, but for the name of what reads a template', () => {
  const beside = (format: string) =>
    [...inFolder(environmentOf({ format }))]
      .filter(([name]) => !/(\.tf|\.json|sha256)$/.test(name))
      .map(([name, text]) => [
        name,
        text.replace(/(cdk\.tf\.json|The \.tf file that reads it)(?= has the values)/, 'IT'),
      ]);
  expect(beside('hcl')).toEqual(beside('json'));
});

test('cdktf finds each document where it is', () => {
  const both = [environmentOf({ format: 'hcl' }, 'a'), environmentOf({}, 'b')];
  const manifest = JSON.parse(generate(both).get('cdktf/manifest.json') as string);
  expect(manifest.stacks).toMatchObject({
    a: {
      synthesizedStackPath: '../stacks/a/document.json',
      // Read in place of a document that is no .tf.json.
      stackMetadataPath: '../stacks/a/document.json',
      workingDirectory: '../stacks/a',
    },
    b: { synthesizedStackPath: '../stacks/b/cdk.tf.json', workingDirectory: '../stacks/b' },
  });
});

test('what cannot be told in HCL stays JSON, in a file that Terraform reads', () => {
  const resource = { other_thing: { a: { nested: [{ value: 1 }] } } };
  const files = inFolder(environmentOf({ format: 'hcl', terraform: { resource } }));
  expect(JSON.parse(files.get('other.tf.json') as string)).toMatchObject({ resource });
});
