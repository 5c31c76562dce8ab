import { loadEnvironments } from '../../src/environment/load';
import { apiIdentity } from '../../src/features/prefect/api-identity';
import { describe as inWords } from '../../src/problems/errors';
import { environmentOf, folderOf, REQUIRED, reportOn as reportWithPlacesOn } from '../helpers/stack-files';
import { both, createdVpc, PEER, reportOn, taken } from '../helpers/two-environments';

const ARN = 'arn:aws:iam::111122223333:role';

/** The warnings on these stack files, with `stacks` for their folder. */
function warningsOn(files: Readonly<Record<string, unknown>>, only: readonly string[] = []): string {
  const folder = folderOf(files);
  const warnings = loadEnvironments(folder, only).flatMap((environment) => environment.warnings);
  return inWords(warnings).replaceAll(folder, 'stacks');
}

const FLOWS = { name: 'nightly', entrypoint: 'flows/etl.py:etl' };
const withDeployments = (...deployments: object[]) => ({ project: { deployments } });
const SELF_HOSTED = { prefect_account_id: undefined, prefect_workspace_id: undefined };
const server = (api_url: string) => ({ ...SELF_HOSTED, prefect: { api_url, auth: 'none' } });
const CLOUD = `https://api.prefect.cloud/api/accounts/${REQUIRED.prefect_account_id}/workspaces/${REQUIRED.prefect_workspace_id}`;
const onGateway = (cidr_block: string, id = 'tgw-0a51c9e27f3b64d80') =>
  createdVpc({ cidr_block, transit_gateway: { id, cidr_blocks: ['192.168.0.0/16'] } });
const withPeer = (cidr_block: string) => createdVpc({ cidr_block, peerings: { a: { ...PEER, route_tables: [] } } });
const codeIn = (bucket: string, folder?: string) => ({
  worker_work_pool_name: `${bucket}-${folder}`,
  image: { code: { s3: { bucket, ...(folder && { folder }) } } },
  flow_runs: { task_role: {} },
});
const POOL_A = { worker_work_pool_name: 'a' };
const POOL_B = { worker_work_pool_name: 'b' };

describe('what two environments rarely mean to share is a warning:', () => {
  test.each<[id: string, what: string, a: object, b: object, place: string]>([
    ['shared-pool', 'a work pool', {}, {}, 'worker_work_pool_name: "my-ecs-pool"'],
    [
      'shared-pool',
      'also in two accounts',
      { aws: { account_id: '111122223333' } },
      { region: 'eu-west-1' },
      'worker_',
    ],
    ['shared-pool', 'that one of them creates', { work_pool: 'managed' }, {}, 'worker_work_pool_name'],
    [
      'shared-pool',
      'that of a further worker',
      POOL_A,
      { workers: { heavy: { worker_work_pool_name: 'a' } } },
      'workers.heavy.worker_work_pool_name: "a"',
    ],
    [
      'shared-pool',
      'of a server, whatever the writing of its address',
      server('https://Prefect.example.com/api'),
      server('https://prefect.example.com:443/api/'),
      'worker_work_pool_name',
    ],
    [
      'shared-deployment',
      'a deployment',
      { ...POOL_A, ...withDeployments(FLOWS) },
      { ...POOL_B, ...withDeployments(FLOWS) },
      'project.deployments[0].name: "nightly"',
    ],
    [
      'shared-code',
      'a folder for the code',
      codeIn('flows'),
      codeIn('flows', 'flows'),
      'image.code.s3.folder: "flows"',
    ],
    [
      'overlapping-range',
      'a range on a transit gateway',
      { ...POOL_A, ...onGateway('10.0.0.0/16') },
      { ...POOL_B, ...onGateway('10.0.0.0/16') },
      'network.create.cidr_block: "10.0.0.0/16"',
    ],
    [
      'overlapping-range',
      'a part of a range',
      { ...POOL_A, ...onGateway('10.0.64.0/18') },
      { ...POOL_B, ...onGateway('10.0.0.0/16') },
      'network.create.cidr_block: "10.0.0.0/16"',
    ],
    [
      'overlapping-range',
      'a range beside a peer',
      { ...POOL_A, ...withPeer('10.0.0.0/16') },
      { ...POOL_B, ...withPeer('10.0.0.0/18') },
      'network.create.cidr_block: "10.0.0.0/18"',
    ],
    [
      'unknown-account',
      'a name, where one has the account',
      { ...POOL_A, name: 'same', aws: { account_id: '111122223333' } },
      { ...POOL_B, name: 'same' },
      'name: "same"',
    ],
    [
      'unknown-account',
      'a name, where the other one has',
      { ...POOL_A, name: 'same' },
      { ...POOL_B, name: 'same', aws: { account_id: '111122223333' } },
      'name: "same"',
    ],
    [
      'unknown-account',
      'a name, by two profiles',
      { ...POOL_A, name: 'same', aws: { profile: 'one' } },
      { ...POOL_B, name: 'same', aws: { profile: 'two' } },
      'name: "same"',
    ],
    [
      'unknown-account',
      'a name, by a role and by a profile',
      { ...POOL_A, name: 'same', aws: { assume_role: { role_arn: `${ARN}/one` } } },
      { ...POOL_B, name: 'same', aws: { profile: 'two' } },
      'name: "same"',
    ],
  ])('%s, %s', (id, _, a, b, place) => {
    const report = warningsOn(both(a, b));
    expect(report).toMatch(/^stacks\/b\.yaml(:\d+)? /);
    expect(report).toContain(place);
    expect(report.match(/warning [\w-]+/g)).toEqual([`warning ${id}`]);
    expect(report).toMatch(/environment "a" \(stacks\/a\.yaml:\d+\)/);
  });

  test.each<[string, object, object]>([
    [
      'a work pool of the same name in two workspaces',
      {},
      { prefect_workspace_id: '0b7d9c52-2f0e-4a4b-9a3c-6f1de4c3a87b' },
    ],
    [
      'a work pool of the same name on two servers',
      server('https://a.example.com/api'),
      server('https://b.example.com/api'),
    ],
    ['a work pool that starts no tasks', { worker_type: 'process' }, { worker_type: 'process' }],
    [
      'a deployment of another flow',
      { ...POOL_A, ...withDeployments(FLOWS) },
      { ...POOL_B, ...withDeployments({ ...FLOWS, entrypoint: 'flows/b.py:b' }) },
    ],
    [
      'a deployment of another name',
      { ...POOL_A, ...withDeployments(FLOWS) },
      { ...POOL_B, ...withDeployments({ ...FLOWS, name: 'nightly-b' }) },
    ],
    [
      'a range beside the other',
      { ...POOL_A, ...onGateway('10.0.0.0/17') },
      { ...POOL_B, ...onGateway('10.0.128.0/17') },
    ],
    [
      'a range on two transit gateways',
      { ...POOL_A, ...onGateway('10.0.0.0/16') },
      { ...POOL_B, ...onGateway('10.0.0.0/16', 'tgw-0b51c9e27f3b64d80') },
    ],
    ['a folder of another bucket', codeIn('flows-a'), codeIn('flows-b')],
  ])('%s is none', (_, a, b) => {
    expect(warningsOn(both(a, b))).toBe('');
  });

  test('the workspace is the same by its URL and by its IDs', () => {
    const { inputs, ...environment } = environmentOf();
    const byUrl = {
      ...environment,
      inputs,
      prefect: { ...environment.prefect, apiUrl: CLOUD.replace(/[0-9a-f-]{36}/g, (id) => id.toUpperCase()) },
    };
    expect(apiIdentity(byUrl)).toBe(apiIdentity(environmentOf()));
  });
});

describe('what two environments share is refused, where both cannot be right:', () => {
  const queue = (existing_queue: string) => ({ crash_detection: { existing_queue } });
  const QUEUE = 'arn:aws:sqs:us-east-1:111122223333:task-events';
  const results = (name: string, block = 'results') => ({
    worker_work_pool_name: name,
    bucket: { existing: name, results: { block } },
    flow_runs: { task_role: {} },
  });
  const OTHER_WORKSPACE = { prefect_workspace_id: '0b7d9c52-2f0e-4a4b-9a3c-6f1de4c3a87b' };

  test.each<[string, object, object, string]>([
    [
      'a queue for two workspaces',
      queue('task-events'),
      { ...queue(QUEUE), ...OTHER_WORKSPACE },
      'crash_detection.existing_queue: "task-events"',
    ],
    ['a block for two buckets', results('a-bucket'), results('b-bucket'), 'bucket.results.block: "results"'],
  ])('%s', (_, a, b, place) => {
    const report = reportWithPlacesOn(both(a, b));
    expect(report).toContain(place);
    expect(report).toMatch(/already used by environment "a" \(stacks\/a\.yaml:\d+\): a /);
    expect(report.match(/^stacks\//gm)).toHaveLength(1);
  });

  test.each<[string, object, object]>([
    ['a queue for one workspace', { ...POOL_A, ...queue('task-events') }, { ...POOL_B, ...queue(QUEUE) }],
    ['a block for one bucket', results('a-bucket'), { ...results('a-bucket'), ...POOL_B }],
    ['two blocks', results('a-bucket'), results('b-bucket', 'other')],
  ])('%s is fine', (_, a, b) => {
    expect(taken(a, b)).toEqual(['a', 'b']);
  });

  test('a third one is reported with the first that is not like it', () => {
    const files = { ...both(queue('q'), queue('q')), 'c.yaml': { ...REQUIRED, ...OTHER_WORKSPACE, ...queue('q') } };
    expect(reportOn(files).match(/^stacks\/\w.*|environment "\w"/gm)).toEqual([
      'stacks/c.yaml crash_detection.existing_queue: "q"',
      'environment "a"',
    ]);
    expect(reportOn({ ...files, 'd.yaml': { ...REQUIRED, ...queue('q') } }, ['d'])).toContain('environment "c"');
  });
});

describe('a warning on two environments', () => {
  const pool = (fields: object = {}) => ({ ...REQUIRED, ...fields });

  test('has the file and the line of both', () => {
    const lines = Object.keys(REQUIRED).indexOf('worker_work_pool_name');
    expect(warningsOn({ 'a.yaml': pool(), 'eu/b.yaml': { extra: undefined, ...pool({ name: 'b' }) } })).toMatch(
      new RegExp(
        `^stacks/eu/b.yaml:\\d+ worker_work_pool_name: "my-ecs-pool"\\n.*environment "a" \\(stacks/a.yaml:${lines + 3}\\): `,
      ),
    );
  });

  test('has the base that sets the value, and where the file extends it', () => {
    const files = {
      '_base.yaml': REQUIRED,
      'eu/a.yaml': { extends: '../_base.yaml' },
      'us/b.yaml': { name: 'b', extends: '../_base.yaml' },
    };
    expect(warningsOn(files)).toMatch(
      /^stacks\/us\/b\.yaml:2 worker_work_pool_name: "my-ecs-pool"\n.*environment "eu-a" \(stacks\/_base\.yaml:8\): /,
    );
  });

  test('is one for all that share the same', () => {
    const many = Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [`${name}.yaml`, pool()]));
    const report = warningsOn(many);
    expect(report.match(/^stacks\/\w+/gm)).toEqual(['stacks/b']);
    expect(report).toContain('environment "a" (stacks/a.yaml:8), and 2 more: ');
  });

  test.each(['a', 'b'])('is there where only %s is asked for', (name) => {
    expect(warningsOn({ ...both({}), 'c.yaml': pool(POOL_B) }, [name])).toContain('stacks/b.yaml');
  });

  test('concerns nobody else', () => {
    expect(warningsOn({ ...both({}), 'c.yaml': pool(POOL_B) }, ['c'])).toBe('');
  });

  test('is acknowledged by either of the two, and the others still have theirs', () => {
    const acknowledge = { acknowledge: { 'shared-pool': 'the second region is a spare' } };
    expect(warningsOn(both(acknowledge, {}))).toBe('');
    expect(warningsOn(both({}, acknowledge))).toBe('');
    expect(warningsOn(both({}, acknowledge), ['a'])).toBe('');
    const three = warningsOn({ ...both(acknowledge, {}), 'c.yaml': pool() });
    expect(three.match(/^stacks\/\w+|environment "\w"/gm)).toEqual(['stacks/c', 'environment "b"']);
    const unknown = { name: 'same', acknowledge: { 'unknown-account': 'it is in the account of the team' } };
    expect(warningsOn(both({ ...POOL_A, ...unknown }, { ...POOL_B, name: 'same', aws: { profile: 'b' } }))).toBe('');
  });

  test('that does not occur is not acknowledged', () => {
    const acknowledge = { acknowledge: { 'shared-pool': 'it was so' } };
    expect(warningsOn(both({ ...POOL_A, ...acknowledge }, POOL_B))).toBe(
      'stacks/a.yaml:10 acknowledge.shared-pool: "it was so"\n    warning unused-acknowledgement: does not occur\n    → remove it',
    );
    expect(warningsOn(both({ ...POOL_A, ...acknowledge }, POOL_B), ['b'])).toBe('');
    const hidden = { acknowledge: { ...acknowledge.acknowledge, 'unused-acknowledgement': 'for a while' } };
    expect(warningsOn(both({ ...POOL_A, ...hidden }, POOL_B))).toBe('');
  });

  test('is acknowledged in a base for all that extend it, some of which have none', () => {
    const acknowledge = { 'shared-pool': 'the second region is a spare' };
    const files = {
      '_base.yaml': { ...REQUIRED, acknowledge },
      'a.yaml': { extends: '_base.yaml' },
      'b.yaml': { extends: '_base.yaml', name: 'b' },
      'c.yaml': { extends: '_base.yaml', ...POOL_B },
    };
    expect(warningsOn(files)).toBe('');
    expect(warningsOn(files, ['c'])).toBe('');
    expect(warningsOn({ ...files, 'b.yaml': { extends: '_base.yaml', ...POOL_A } })).toContain('_base.yaml:10');
  });

  test('waits until each file is right', () => {
    expect(reportOn(both({}, { worker_cpu: 'broken' }))).not.toContain('shared-pool');
  });
});
