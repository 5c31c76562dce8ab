import { PassThrough, Writable } from 'node:stream';
import type { Answers, Fields } from '../../src/init/answers';
import { ask } from '../../src/init/ask';
import type { LookUps } from '../../src/init/found';

const DOWN = '\u001b[B';
const ENTER = '\r';
const CANCEL = '\u0003';

/** Answers each question once it is on the screen, with the keys of a person. */
function asked(
  keys: readonly (readonly [question: string, keys: string])[],
  given: Answers = {},
  fields: Fields = {},
  lookUps?: LookUps,
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
    ['Account ID', `account${ENTER}`],
    ['Workspace ID', `workspace${ENTER}`],
    ['Work pool', `pool${ENTER}`],
    ['VPC', ENTER],
    ['VPC ID', `vpc-1${ENTER}`],
    ['Subnet IDs', `subnet-1, subnet-2${ENTER}`],
    ['Images', `${DOWN}${ENTER}`],
    ['Terraform state', ENTER],
    ['Name of the bucket', `states${ENTER}`],
  ]);
  expect(answers).toEqual({
    region: process.env['AWS_REGION'] ?? 'us-east-1',
    prefect: 'cloud',
    account: 'account',
    workspace: 'workspace',
    auth: undefined,
    pool: 'pool',
    vpc: 'vpc-1',
    subnets: ['subnet-1', 'subnet-2'],
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
