import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { resourcesInState, storedFlat } from '../../src/adopt/terraform-state';

const values = { name: 'a', secret_string: 'x' };
const shown = {
  root_module: {
    resources: [{ address: 'aws_sqs_queue.a[0]', mode: 'managed', type: 'aws_sqs_queue', name: 'a', index: 0, values }],
    child_modules: [
      {
        address: 'module.b["c"]',
        resources: [
          { address: 'module.b["c"].data.aws_region.d', mode: 'data', type: 'aws_region', name: 'd', values: {} },
          { address: 'module.b["c"].aws_sqs_queue.d', mode: 'managed', type: 'aws_sqs_queue', name: 'd', values },
        ],
      },
    ],
  },
};
const stored = {
  version: 4,
  resources: [
    {
      mode: 'managed',
      type: 'aws_sqs_queue',
      name: 'a',
      instances: [
        { index_key: 0, attributes: values },
        { index_key: 1, deposed: '0f', attributes: values },
      ],
    },
    { module: 'module.b["c"]', mode: 'data', type: 'aws_region', name: 'd', instances: [{ attributes: {} }] },
    { module: 'module.b["c"]', mode: 'managed', type: 'aws_sqs_queue', name: 'd', instances: [{ attributes: values }] },
  ],
};

const SHOWN = { isShown: true };
test.each<[string, object, object]>([
  ['a stored state', stored, {}],
  ['terraform show -json of a state', { format_version: '1.0', values: shown }, SHOWN],
  [
    'terraform show -json of a plan',
    { format_version: '1.2', planned_values: {}, prior_state: { values: shown } },
    SHOWN,
  ],
])('lists the resources of %s, apart from data sources, without what Terraform will delete', (_, document, flags) => {
  const queue = { type: 'aws_sqs_queue', values, ...flags };
  expect(resourcesInState(document)).toEqual([
    { address: 'aws_sqs_queue.a[0]', module: '', name: 'a', ...queue },
    { address: 'module.b["c"].aws_sqs_queue.d', module: 'module.b["c"]', name: 'd', ...queue },
  ]);
  expect(resourcesInState(document, 'data')).toEqual([
    {
      address: 'module.b["c"].data.aws_region.d',
      module: 'module.b["c"]',
      type: 'aws_region',
      name: 'd',
      values: {},
      ...flags,
    },
  ]);
});

const instance = (fields: object) => ({
  ...stored,
  resources: [{ ...stored.resources[0], instances: [{ attributes: values, ...fields }] }],
});

test.each<[string, object, object]>([
  ['tainted', instance({ status: 'tainted' }), { isTainted: true }],
  [
    'tainted, as show prints it',
    {
      format_version: '1.0',
      values: { root_module: { resources: [{ ...shown.root_module.resources[0], tainted: true }] } },
    },
    { isTainted: true },
  ],
  [
    'with a former one beside it',
    {
      ...stored,
      resources: [
        { ...stored.resources[0], instances: [{ attributes: values }, { deposed: '0f', attributes: values }] },
      ],
    },
    { isDeposed: true },
  ],
  [
    'with a former one beside it, as show prints it',
    {
      format_version: '1.0',
      values: {
        root_module: {
          resources: [shown.root_module.resources[0], { ...shown.root_module.resources[0], deposed_key: '0f' }],
        },
      },
    },
    { isDeposed: true },
  ],
  ['without attributes', instance({ attributes: null }), { values: {} }],
])('a resource may be %s', (_, document, expected) => {
  const resources = resourcesInState(document);
  expect(resources).toHaveLength(1);
  expect(resources?.[0]).toMatchObject(expected);
});

test.each([
  [{ resources: null }],
  [{ resources: [] }],
  [{ resources: [{ ...stored.resources[0], instances: null }], check_results: null }],
])('a state may be empty: %j', (fields) => {
  expect(resourcesInState({ ...stored, ...fields })).toEqual([]);
});

test.each([
  ['a]b', '"a]b"'],
  ['it is "a"', '"it is \\"a\\""'],
  ['${a}', '"$${a}"'],
  ['%{a}', '"%%{a}"'],
  ['$a', '"$a"'],
])('the key %s stands in the address as Terraform prints it', (index_key, printed) => {
  expect(resourcesInState(instance({ index_key }))?.[0]?.address).toBe(`aws_sqs_queue.a[${printed}]`);
});

test('names what Terraform 0.11 stored', () => {
  expect(storedFlat(instance({ attributes: null, attributes_flat: { name: 'a' } }))).toEqual(['aws_sqs_queue.a']);
  expect([storedFlat(stored), storedFlat({}), storedFlat(null)]).toEqual([[], [], []]);
});

test.each([[null], ['text'], [{}], [{ version: 3, resources: [] }], [{ format_version: '1.0' }]])(
  'finds no state in %j',
  (document) => {
    expect(resourcesInState(document)).toBeUndefined();
  },
);

test('reads a state that Terraform stored', () => {
  const state = JSON.parse(readFileSync(resolve('test', 'adopt', 'states', 'two-and-a-bucket.json'), 'utf8'));
  expect(resourcesInState(state)).toHaveLength(31);
});
