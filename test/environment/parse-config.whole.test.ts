import { parseConfig } from '../../src/environment/parse-config';
import { configSchema } from '../../src/environment/schema';
import { REQUIRED } from '../helpers/stack-files';
import { contradict, OPTIONS, stackFile } from '../pairwise/options';

/** With their keys in order: a shape of documents is known by the text of its environment. */
function asText(value: unknown): string {
  return JSON.stringify(value, (_, member) => (member === undefined ? 'undefined' : member));
}

const others = OPTIONS.map((option, index) => OPTIONS.slice(index + 1).find((other) => !contradict(option, other)));

const accepted = [
  REQUIRED,
  { ...REQUIRED, worker: {}, network: {}, flow_runs: {}, image: {}, alarms: {} },
  ...OPTIONS.map((option, index) => stackFile([option, ...(others[index] === undefined ? [] : [others[index]])])),
].filter((values) => configSchema.safeParse(values).success);

test('what a stack file sets, and what it leaves, comes to the same as by the schema of all fields', () => {
  expect(accepted.length).toBeGreaterThan(OPTIONS.length / 2);
  const different = accepted.filter(
    (values) => asText(parseConfig(values).config) !== asText(configSchema.parse(values)),
  );
  expect(different).toEqual([]);
  for (const values of accepted) expect(parseConfig(values).config).toStrictEqual(configSchema.parse(values));
});

test.each([
  ['an unknown field, and one of another type', { ...REQUIRED, regoin: 'x', worker_cpu: 'many' }],
  ['a required field that is missing', { worker_cpu: 256 }],
  ['an unknown field in a group', { ...REQUIRED, network: { creat: {} }, flow_runs: { cpu: null } }],
  ['a group that is no mapping', { ...REQUIRED, worker: [], alarms: null, tags: { a: 1 } }],
  ['a field without a value', { ...REQUIRED, region: undefined, roles: undefined }],
])('finds the mistakes that the schema of all fields finds: %s', (_, values) => {
  const { error } = configSchema.safeParse(values);
  expect(parseConfig(values)).toEqual({ error: expect.anything() });
  expect(parseConfig(values).error?.issues).toEqual(error?.issues);
});
