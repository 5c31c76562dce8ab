import { PassThrough, Writable } from 'node:stream';
import type { Answers, Fields } from '../../src/init/answers';
import { ask, type OfferedLookUps } from '../../src/init/ask';
import type { LookUps } from '../../src/init/found';
import { REQUIRED } from '../helpers/stack-files';

const DOWN = '\u001b[B';
const ENTER = '\r';
const CANCEL = '\u0003';

/** Answers each question once it is on the screen, with the keys of a person. */
function asked(
  keys: readonly (readonly [question: string, keys: string])[],
  given: Answers = {},
  fields: Fields = {},
  lookUps?: LookUps | OfferedLookUps,
) {
  const input = new PassThrough();
  const left = [...keys];
  let screen = '';
  const output = new Writable({
    write(chunk, _, done) {
      screen += String(chunk);
      const [next] = left;
      if (next !== undefined && screen.includes(next[0])) {
        screen = '';
        left.shift();
        setImmediate(() => input.write(next[1]));
      }
      done();
    },
  });
  return ask(given, fields, { input, output }, lookUps);
}

test('asks for all that a new environment needs', async () => {
  const answers = await asked([
    ['AWS region', ENTER],
    ['Prefect', ENTER],
    ['Account ID', `${REQUIRED.prefect_account_id}${ENTER}`],
    ['Workspace ID', `${REQUIRED.prefect_workspace_id}${ENTER}`],
    ['Work pool', `pool${ENTER}`],
    ['VPC', ENTER],
    ['VPC ID', `${REQUIRED.vpc_id}${ENTER}`],
    ['Subnet IDs', `${REQUIRED.worker_subnets.join(', ')}${ENTER}`],
    ['Images', `${DOWN}${ENTER}`],
    ['Terraform state', ENTER],
    ['Name of the bucket', `states${ENTER}`],
  ]);
  expect(answers).toEqual({
    region: process.env['AWS_REGION'] ?? 'us-east-1',
    prefect: 'cloud',
    account: REQUIRED.prefect_account_id,
    workspace: REQUIRED.prefect_workspace_id,
    auth: undefined,
    pool: 'pool',
    vpc: REQUIRED.vpc_id,
    subnets: REQUIRED.worker_subnets,
    image: 'ecr',
    backend: 's3:states',
  });
});

test('does not ask for what a flag or a file of Terraform has answered', async () => {
  const fields = {
    worker_work_pool_name: 'pool',
    vpc_id: 'vpc-1',
    worker_subnets: ['subnet-1'],
    worker_image: 'image:1',
  };
  const answers = await asked(
    [
      ['How the worker authenticates', ENTER],
      ['Terraform state', `${DOWN}${DOWN}${DOWN}${ENTER}`],
    ],
    { region: 'eu-west-1', prefect: 'http://prefect:4200/api' },
    fields,
  );
  expect(answers).toMatchObject({
    region: 'eu-west-1',
    auth: 'none',
    pool: 'pool',
    backend: 'local',
    image: undefined,
  });
});

const BACKSPACE = '\u007f';

test('refuses an answer that no stack file takes, and asks again', async () => {
  const answers = await asked(
    [
      ['AWS region', `${BACKSPACE.repeat(20)}mars${ENTER}`],
      ['must be', `${BACKSPACE.repeat(4)}eu-west-1${ENTER}`],
      ['URL of its API', `http://prefect:4200${ENTER}`],
      ['must be the URL of a Prefect API', `/api${ENTER}`],
      ['How the worker authenticates', ENTER],
      ['Subnet IDs', `${REQUIRED.worker_subnets[0]} sub${ENTER}`],
      ['must be', `net-df23ae9eab1f49af9${ENTER}`],
      ['Terraform state', ENTER],
      ['Name of the bucket', `My_Bucket${ENTER}`],
      ['must be', `${BACKSPACE.repeat(9)}states${ENTER}`],
    ],
    { prefect: 'own', vpc: REQUIRED.vpc_id, image: 'default', pool: 'p' },
  );
  expect(answers).toMatchObject({
    ...{ region: 'eu-west-1', prefect: 'http://prefect:4200/api' },
    ...{ subnets: [REQUIRED.worker_subnets[0], 'subnet-df23ae9eab1f49af9'], backend: 's3:states' },
  });
});

test('who gives up gets nothing', async () => {
  expect(await asked([['AWS region', CANCEL]])).toBeUndefined();
});

test('asks with what was looked up', async () => {
  const subnets = [
    { id: 'subnet-0', zone: 'a', way: 'public', target: 'igw-1' },
    { id: 'subnet-1', name: 'private-a', zone: 'a', way: 'private', target: 'nat-1' },
    { id: 'subnet-2', name: 'private-b', zone: 'b', way: 'private', target: 'nat-1' },
  ] as const;
  const lookUps: LookUps = {
    region: async () => 'eu-west-1',
    inAws: async () => ({
      account: '111122223333',
      vpcs: [
        { id: 'vpc-1', cidr: '10.0.0.0/16', subnets: [] },
        { id: 'vpc-2', name: 'data', cidr: '10.1.0.0/16', subnets },
      ],
      images: ['registry/flows:7'],
      secrets: [{ name: 'prefect/key', arn: 'arn:secret' }],
      buckets: [{ name: 'states', isVersioned: false }],
      unread: [],
    }),
    inPrefect: async () => ({
      workspaces: [
        { account: 'a', workspace: 'v', name: 'acme/dev' },
        { account: 'a', workspace: 'w', name: 'acme/prod' },
      ],
      unread: ['pools: nobody answers'],
    }),
    poolsOf: async (where) => ({ pools: [{ name: `pool of ${JSON.stringify(where)}`, type: 'ecs' }], unread: [] }),
  };
  const answers = await asked(
    [
      ['AWS region', ENTER],
      ['pools: nobody answers', ''],
      ['Prefect Cloud', ENTER],
      ['acme/dev', `${DOWN}${ENTER}`],
      ['Work pool', ENTER],
      ['VPC', ENTER],
      ['data (vpc-2, 10.1.0.0/16; 2 private, 1 public subnets)', `${DOWN}${ENTER}`],
      ['private-a (subnet-1, a, through nat-1)', ENTER],
      ['Key of the worker', `${DOWN}${ENTER}`],
      ['images of flows: registry/flows:7', `${DOWN}${DOWN}${ENTER}`],
      ['Terraform state', ENTER],
      ['states (without versions: enable them before)', ENTER],
    ],
    {},
    {},
    lookUps,
  );
  expect(answers).toEqual({
    region: 'eu-west-1',
    prefect: 'cloud',
    account: 'a',
    workspace: 'w',
    auth: undefined,
    pool: 'pool of {"account":"a","workspace":"w"}',
    vpc: 'vpc-2',
    subnets: ['subnet-1', 'subnet-2'],
    secret: 'arn:secret',
    flowImage: 'registry/flows:7',
    backend: 's3:states',
    awsAccount: '111122223333',
  });
});

describe('with credentials that nobody has asked to use', () => {
  const found: LookUps = {
    region: async () => 'eu-west-1',
    inAws: async () => ({ account: '111122223333', vpcs: [], images: [], secrets: [], buckets: [], unread: [] }),
    inPrefect: async () => ({ workspaces: [], unread: [] }),
    poolsOf: async () => ({ pools: [], unread: [] }),
  };
  const given = {
    prefect: 'cloud',
    account: 'a',
    workspace: 'w',
    pool: 'p',
    vpc: 'new',
    image: 'default',
    backend: 'local',
  };
  const offered = (credentials: string[]) => {
    const accepted = jest.fn(() => found);
    return { credentials, accepted };
  };

  test('uses them where the person accepts it', async () => {
    const offer = offered(['AWS', 'Prefect']);
    const keys = [
      ['your credentials of AWS and Prefect? It reads only', ENTER],
      ['eu-west-1', ENTER],
    ] as const;
    expect(await asked(keys, given, {}, offer)).toMatchObject({ region: 'eu-west-1', awsAccount: '111122223333' });
  });

  test('uses them not where the person rejects it, or has none', async () => {
    const rejected = offered(['AWS']);
    const none = offered([]);
    const region = ['AWS region', ENTER] as const;
    expect(await asked([['your credentials of AWS?', `n`], region], given, {}, rejected)).not.toHaveProperty(
      'awsAccount',
    );
    expect(await asked([region], given, {}, none)).not.toHaveProperty('awsAccount');
    expect([rejected.accepted.mock.calls, none.accepted.mock.calls]).toEqual([[], []]);
  });

  test('who gives up there gets nothing', async () => {
    expect(await asked([['your credentials', CANCEL]], given, {}, offered(['AWS']))).toBeUndefined();
  });
});
