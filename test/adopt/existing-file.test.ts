import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { existingIn } from '../../src/adopt/existing-file';
import { ConfigError } from '../../src/problems/errors';
import { folderOf } from '../helpers/stack-files';

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
