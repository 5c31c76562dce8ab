import { environmentOf } from '../helpers/stack-files';
import { makeAll, stackOf } from '../helpers/synthesized';
import { EVERY_VARIANT } from '../helpers/variants';

const OWN_API = {
  prefect_account_id: undefined,
  prefect_workspace_id: undefined,
  prefect: { api_url: 'http://prefect.internal:4200/api', auth: 'none' },
};

const STACKS: readonly (readonly [what: string, fields: object])[] = [
  ...EVERY_VARIANT,
  [
    'a port of the API that only the flow runs of a further worker need',
    {
      ...OWN_API,
      network: { egress: 'all' },
      flow_runs: {},
      workers: {
        gpu: { worker_work_pool_name: 'gpu', flow_runs: { image: 'example.com/gpu:1', own_security_group: {} } },
      },
    },
  ],
];

beforeAll(() => makeAll(STACKS.map(([, fields]) => environmentOf(fields))));

test.each(STACKS)('%s: what a stack refers to is there', (_, fields) => {
  const terraform = stackOf(fields);
  const text = JSON.stringify(terraform);
  const used = (pattern: RegExp) => new Set([...text.matchAll(pattern)].map(([, name]) => name as string));
  const missing = (names: Set<string>, there: object) => [...names].filter((name) => !Object.hasOwn(there, name));
  expect(missing(used(/\blocal\.(\w+)/g), terraform.locals ?? {})).toEqual([]);
  expect(missing(used(/\bvar\.(\w+)/g), terraform.variable)).toEqual([]);
});
