import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { resourcesInState } from '../../src/adopt/terraform-state';

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
        { index_key: 0, deposed: '0f', attributes: values },
      ],
    },
    { module: 'module.b["c"]', mode: 'data', type: 'aws_region', name: 'd', instances: [{ attributes: {} }] },
    { module: 'module.b["c"]', mode: 'managed', type: 'aws_sqs_queue', name: 'd', instances: [{ attributes: values }] },
  ],
};

test.each<[string, object]>([
  ['a stored state', stored],
  ['terraform show -json of a state', { format_version: '1.0', values: shown }],
  ['terraform show -json of a plan', { format_version: '1.2', planned_values: {}, prior_state: { values: shown } }],
])('lists the resources of %s, without data sources and what Terraform will delete', (_, document) => {
  expect(resourcesInState(document)).toEqual([
    { address: 'aws_sqs_queue.a[0]', module: '', type: 'aws_sqs_queue', name: 'a', values },
    { address: 'module.b["c"].aws_sqs_queue.d', module: 'module.b["c"]', type: 'aws_sqs_queue', name: 'd', values },
  ]);
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
