import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { existingIn } from '../../src/adopt/existing-file';
import { ConfigError } from '../../src/problems/errors';
import { folderOf } from '../helpers/stack-files';

/** Nine times as much in each of nine lines. */
const MULTIPLIED = 'abcdefghi'
  .split('')
  .map((name, level, all) => {
    const below = level === 0 ? 'lol' : `*${all[level - 1]}`;
    return `${name}: &${name} [${Array(9).fill(below).join(', ')}]`;
  })
  .join('\n');

test.each([
  ['an empty file', '', 'is empty\n    → set a file that terraform state pull'],
  ['a saved plan', 'PK\u0003\u0004', 'is a saved plan\n    → set what terraform show -json PLAN'],
  ['a plan of what is not there', { format_version: '1.2', planned_values: {} }, 'is a plan without a state'],
  ['an empty state as show prints it', { format_version: '1.0' }, 'is an empty state\n    → run terraform show -json'],
  [
    'an encrypted state of OpenTofu',
    { encrypted_data: 'aaaa' },
    'encrypted state of OpenTofu\n    → set what tofu show',
  ],
  ['a state of Pulumi', { version: 3, deployment: {} }, 'is a state of Pulumi\n    → set the ARN of the ECS service'],
  ['a state that sops encrypted', { sops: {}, data: 'ENC[a]' }, 'is encrypted by sops\n    → set what sops decrypt'],
  ['a compressed file', '\u001f\u008b', 'is compressed\n    → set what gunzip writes'],
  ['the log of a plan', '{"@level":"info"}\n{"@level":"info"}\n', 'is what terraform plan -json printed on the way'],
  [
    'a resource of Terraform 0.11 in a later state',
    {
      version: 4,
      resources: [{ mode: 'managed', type: 'a', name: 'b', instances: [{ attributes_flat: { id: 'c' } }] }],
    },
    'has a.b in the form of Terraform 0.11, which is not read\n    → run terraform refresh',
  ],
  ['a state of Terraform 0.11', { version: 3, modules: [] }, 'is a state of version 3'],
  ['a state of a later Terraform', { version: 5 }, 'is a state of version 5'],
  ['configuration', 'resource "aws_ecs_service" "a" {', 'is not a Terraform state'],
  ['prose', 'see the wiki', 'is not a Terraform state'],
  ['a list', '[1]', 'is not a Terraform state'],
  ['broken YAML', 'a: [', 'cannot be read (invalid JSON or YAML)'],
  ['YAML that contains itself', 'Resources: &a\n  X: *a\n', 'cannot be read (invalid JSON or YAML)'],
  ['YAML whose aliases multiply', MULTIPLIED, 'cannot be read (invalid JSON or YAML)'],
])('of %s is said what it is, and how to get one that is read', (_, content, message) => {
  const folder = folderOf({ file: typeof content === 'string' ? content : JSON.stringify(content) });
  const read = () => existingIn(join(folder, 'file'), []);
  expect(read).toThrow(ConfigError);
  expect(read).toThrow(message);
});

test('a state may be in UTF-16, as PowerShell writes it, or have a mark of its encoding', () => {
  const state = JSON.stringify({ version: 4, resources: [] });
  for (const [encoding, mark] of [
    ['utf16le', '\uFEFF'],
    ['utf8', '\uFEFF'],
  ] as const) {
    const folder = folderOf({});
    writeFileSync(join(folder, 'file'), `${mark}${state}`, encoding);
    expect(existingIn(join(folder, 'file'), [])).toEqual({ resources: [], isState: true, lookedUp: [] });
  }
});

test('of a stack of CloudFormation alone, the services are read from AWS', () => {
  const of = (ResourceType: string, PhysicalResourceId: string) => ({
    StackId: 'arn:aws:cloudformation:us-east-1:111122223333:stack/a/b',
    ...{ LogicalResourceId: ResourceType, ResourceType, PhysicalResourceId },
  });
  const service = 'arn:aws:ecs:us-east-1:111122223333:service/main/a';
  const described = (...StackResources: object[]) => folderOf({ file: JSON.stringify({ StackResources }) });
  const both = described(of('AWS::ECS::Service', service), of('AWS::SQS::Queue', 'queue'));
  expect(existingIn(join(both, 'file'), [])).toMatchObject({ services: [service] });
  const none = described(of('AWS::SQS::Queue', 'queue'));
  expect(() => existingIn(join(none, 'file'), [])).toThrow('lists no ECS service of the stack a');
});

describe('of a stack of CloudFormation with many resources', () => {
  const service = 'arn:aws:ecs:us-east-1:111122223333:service/data/worker';
  const StackId = 'arn:aws:cloudformation:us-east-1:111122223333:stack/etl/5c2a9e7d-41b8-4f36-a0d5-7e9b3c1f8d62';
  const resource = (index: number) => ({
    ...{ LogicalResourceId: `R${index}`, PhysicalResourceId: index === 0 ? service : `r-${index}` },
    ...{ ResourceType: index === 0 ? 'AWS::ECS::Service' : 'AWS::SSM::Parameter', ResourceStatus: 'CREATE_COMPLETE' },
  });
  const many = (count: number) => Array.from({ length: count }, (_, index) => resource(index));
  const folder = folderOf({
    'whole.json': JSON.stringify({ StackResources: many(99).map((one) => ({ ...one, StackId })) }),
    'cut-off.json': JSON.stringify({ StackResources: many(100).map((one) => ({ ...one, StackId })) }),
    'listed.json': JSON.stringify({ StackResourceSummaries: many(400) }),
    'stack.json': JSON.stringify({ Stacks: [{ StackId }] }),
    'template.json': JSON.stringify({ Resources: { R0: { Type: 'AWS::ECS::Service', Properties: {} } } }),
  });
  const existing = (file: string, ...descriptions: string[]) =>
    existingIn(
      join(folder, file),
      descriptions.map((one) => join(folder, one)),
    );

  test('refuses a description that ends after a hundred', () => {
    const message = /has 100 resources: .* prints no more than 100\n.*list-stack-resources/;
    expect(() => existing('cut-off.json')).toThrow(message);
    expect(() => existing('template.json', 'cut-off.json')).toThrow(message);
    expect(existing('whole.json')).toMatchObject({ services: [service] });
  });

  test('takes a list of all, with what names the stack', () => {
    expect(() => existing('listed.json')).toThrow('does not name its stack');
    expect(existing('listed.json', 'stack.json')).toMatchObject({ services: [service], stack: { id: StackId } });
  });
});
