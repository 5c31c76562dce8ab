import type { Environment } from '../../src/environment/environment';
import { synthesizeModule } from '../../src/stack/by-cdktf';
import { EVERY_OPTION } from '../helpers/every-option';
import { loadExamples } from '../helpers/examples';
import { environmentOf } from '../helpers/stack-files';
import { documentOf, makeAll } from '../helpers/synthesized';
import { EVERY_VARIANT } from '../helpers/variants';

const ENVIRONMENTS: readonly (readonly [string, Environment])[] = [
  ...loadExamples().map((environment) => [environment.name, environment] as const),
  ...[...EVERY_VARIANT, ...Object.entries(EVERY_OPTION)].map(
    ([name, fields]) => [name, environmentOf(fields)] as const,
  ),
];

beforeAll(() => makeAll(ENVIRONMENTS.map(([, environment]) => environment)));

type Blocks = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The blocks of a document, by their addresses. */
function blocksOf(document: object): [address: string, comment: unknown][] {
  const { resource = {}, data = {}, variable = {}, output = {} } = document as Record<string, Blocks>;
  const named = (blocks: Blocks, prefix: string) =>
    Object.entries(blocks).map(([name, block]): [string, unknown] => [`${prefix}.${name}`, block['//']]);
  return [
    ...Object.entries({ ...resource }).flatMap(([type, blocks]) => named(blocks as Blocks, type)),
    ...Object.entries({ ...data }).flatMap(([type, blocks]) => named(blocks as Blocks, `data.${type}`)),
    ...named(variable, 'variable'),
    ...named(output, 'output'),
  ];
}

test.each(ENVIRONMENTS)('%s: a comment explains each resource, data source, variable and output', (_, environment) => {
  const blocks = blocksOf(documentOf(environment));
  expect(blocks.length).toBeGreaterThan(20);
  expect(blocks.filter(([, comment]) => typeof comment !== 'string' || !/^[A-Z]/.test(comment))).toEqual([]);
});

test.each(ENVIRONMENTS)('%s: no line is too long to read', (_, environment) => {
  const lines = JSON.stringify(documentOf(environment), undefined, 2).split('\n');
  expect(lines.filter((line) => line.length > 2000).map((line) => line.slice(0, 80))).toEqual([]);
});

const commentAt = (address: string, fields: object = {}) =>
  new Map(blocksOf(documentOf(environmentOf(fields)))).get(address);

test.each<[address: string, fields: object, comment: string]>([
  [
    'aws_iam_role_policy.prefect_worker_allow_ecs_task',
    {},
    'Allows starting, watching and stopping the tasks of flow runs. Created only if worker_task_role_arn is null and worker_type is ecs',
  ],
  ['variable.worker_cpu', { worker_cpu: 512, worker_memory: 1024 }, 'From worker_cpu of the stack file'],
  ['variable.worker_cpu', {}, 'The stack file does not set worker_cpu: the default'],
  ['variable.worker_image', {}, 'The stack file does not set worker_image: the default of preset hardened'],
  [
    'variable.big_worker_cpu',
    { workers: { big: { worker_cpu: 4096, worker_memory: 8192 } } },
    'From workers.big.worker_cpu of the stack file',
  ],
  ['variable.prefect_api_key', {}, 'No default: set TF_VAR_prefect_api_key when you plan and apply'],
  ['output.mine', { outputs: { mine: 'region' } }, 'From outputs.mine of the stack file'],
  [
    'aws_sns_topic.own',
    { terraform: { resource: { aws_sns_topic: { own: { name: 'own' } } } } },
    'From terraform.resource of the stack file',
  ],
  [
    'aws_sns_topic.own',
    { terraform: { resource: { aws_sns_topic: { own: { '//': 'For on-call', name: 'own' } } } } },
    'For on-call',
  ],
])('%s with %j is explained by: %s', (address, fields, comment) => {
  expect(commentAt(address, fields)).toBe(comment);
});

test('the metadata that the cdktf CLI reads stays', () => {
  const { '//': metadata } = documentOf(environmentOf()) as { readonly '//'?: unknown };
  expect(metadata).toMatchObject({ metadata: { stackName: expect.stringMatching(/^test-\d+$/) } });
});

test('the module has no comments', () => {
  expect(synthesizeModule()).not.toContain('"//"');
});
