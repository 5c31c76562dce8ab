import { reportOnFields } from '../../helpers/stack-files';
import { fileBeside, nativeBlocksOf, stackOf } from '../../helpers/synthesized';

const MODULE = 'module.prefect_ecs_worker';
const EGRESS = 'aws_security_group_rule.network_outbound';

/** Where a stack says that resources came from, by their address in it. */
function moves(fields: object): Readonly<Record<string, unknown>> {
  const moved = nativeBlocksOf(stackOf(fields), 'moved');
  const all = Object.fromEntries(moved.map(({ from, to }) => [to, from]));
  // Terraform refuses two resources that move to one place.
  expect(Object.keys(all)).toHaveLength(moved.length);
  return all;
}

test('a stack without adopt moves nothing from a module', () => {
  expect(nativeBlocksOf(stackOf({ preset: 'reference' }), 'moved')).toEqual([]);
});

test('every resource of a stack with preset: reference comes from the registry module', () => {
  const fields = { preset: 'reference', adopt: { module: MODULE } };
  const all = moves(fields);
  const { resource } = stackOf(fields);
  const addresses = Object.entries(resource).flatMap(([type, named]) =>
    Object.keys(named).map((id) => `${type}.${id}`),
  );
  expect(all).toEqual(Object.fromEntries(addresses.map((address) => [address, `${MODULE}.${address}`])));
});

test('from the recipe come its egress rule, under another name, and no policies, which it has in its roles', () => {
  const all = moves({ preset: 'reference', adopt: { module: MODULE, from: 'recipe' } });
  expect(all[EGRESS]).toBe(`${MODULE}.aws_security_group_rule.https_outbound`);
  expect(Object.keys(all).filter((address) => /policy/.test(address))).toEqual([]);
});

test('what Terraform forgets stands for every instance of the modules, whatever their keys', () => {
  const fields = {
    preset: 'reference',
    crash_detection: { enabled: true },
    adopt: { module: 'module.a["b]c[?"].module.d[0]' },
  };
  const [first] = nativeBlocksOf(stackOf(fields), 'removed');
  expect(first?.from).toMatch(/^module\.a\.module\.d\.aws_/);
});

test('the queue of the later module comes with its rule and target, and Terraform forgets the policies beside it', () => {
  const fields = { preset: 'reference', crash_detection: { enabled: true }, adopt: { module: `${MODULE}["a"]` } };
  expect(moves(fields)).toMatchObject({
    'aws_sqs_queue.prefect_worker_events': `${MODULE}["a"].aws_sqs_queue.this[0]`,
    'aws_cloudwatch_event_rule.prefect_worker_events_rule': `${MODULE}["a"].aws_cloudwatch_event_rule.this[0]`,
    'aws_cloudwatch_event_target.prefect_worker_events_target': `${MODULE}["a"].aws_cloudwatch_event_target.this[0]`,
  });
  expect(nativeBlocksOf(stackOf(fields), 'removed')).toEqual([
    { from: `${MODULE}.aws_sqs_queue_policy.this` },
    { from: `${MODULE}.aws_iam_policy.prefect_worker_read_sqs` },
  ]);
  expect(fileBeside(stackOf(fields), 'moved.tf').match(/lifecycle \{\n +destroy = false\n/g)).toHaveLength(2);
});

test('nothing moves to what the stack does not create', () => {
  const all = moves({
    adopt: { module: MODULE },
    api_key: { secret_name: 'team/prefect' },
    cluster: { existing: 'a' },
  });
  expect(Object.keys(all)).toContain('aws_ecs_service.prefect_worker_service');
  expect(Object.keys(all).filter((address) => /secret|cluster/.test(address))).toEqual([]);
});

test('an egress rule of the stack file comes from the module', () => {
  const all = moves({ adopt: { module: MODULE }, network: { egress: [{ port: 443, cidr_blocks: ['0.0.0.0/0'] }] } });
  expect(all[EGRESS]).toBe(`${MODULE}.${EGRESS}`);
});

test.each([
  'prefect_ecs_worker',
  'module.',
  'module.a.aws_ecs_cluster.b',
  'module.a[b]',
  'module.a["${file()}"]',
  'module.a["b\rc"]',
  'module.a["b\tc"]',
])('fails on %j, which is no module', (module) => {
  expect(reportOnFields({ adopt: { module } })).toContain('must be the address of a module');
});

test.each(['module.a', 'module.a[0]', 'module.a["b c"]', 'module.a.module.b["c"]'])('takes %s', (module) => {
  expect(moves({ adopt: { module } })[EGRESS]).toBe(`${module}.${EGRESS}`);
});
