import type { Answers, Fields } from '../../src/init/answers';
import type { FoundInAws, FoundInPrefect, FoundPools, FoundSubnet, FoundVpc, LookUps } from '../../src/init/found';
import { lookUp } from '../../src/init/look-up';

const subnet = (id: string, way: FoundSubnet['way']): FoundSubnet => ({ id, zone: 'us-east-1a', way, target: 'x' });
const vpc = (id: string, ...subnets: FoundSubnet[]): FoundVpc => ({ id, cidr: '10.0.0.0/16', subnets });

const NOTHING: FoundInAws = { vpcs: [], images: [], secrets: [], buckets: [], unread: [] };
const WORKSPACE = { account: 'a', workspace: 'w', name: 'acme/main' };

interface World {
  readonly aws?: Partial<FoundInAws>;
  readonly prefect?: Partial<FoundInPrefect>;
  readonly pools?: FoundPools['pools'];
}

function lookedUp({ aws, prefect, pools = [] }: World, given: Answers = {}, fields: Fields = {}) {
  const asked: unknown[] = [];
  const lookUps: LookUps = {
    region: async () => 'eu-west-1',
    inAws: async () => ({ ...NOTHING, ...aws }),
    inPrefect: async () => ({ workspaces: [], unread: [], ...prefect }),
    poolsOf: async (where) => {
      asked.push(where);
      return { pools, unread: [] };
    },
  };
  return lookUp(given, fields, lookUps).then((result) => ({ ...result, asked }));
}

test('takes what there is one of', async () => {
  const { answers, candidates, asked } = await lookedUp({
    aws: {
      account: '111122223333',
      vpcs: [vpc('vpc-1', subnet('public', 'public'), subnet('one', 'private'), subnet('two', 'private'))],
    },
    prefect: { workspaces: [WORKSPACE] },
    pools: [
      { name: 'ecs', type: 'ecs' },
      { name: 'local', type: 'process' },
    ],
  });
  expect(answers).toEqual({
    region: 'eu-west-1',
    awsAccount: '111122223333',
    account: 'a',
    workspace: 'w',
    pool: 'ecs',
    vpc: 'vpc-1',
    subnets: ['one', 'two'],
  });
  expect([...candidates.keys()]).toEqual(['--subnets']);
  expect(asked).toEqual([{ account: 'a', workspace: 'w' }]);
});

test('does not choose between several', async () => {
  const other = { account: 'b', workspace: 'v', name: 'other/main' };
  const { answers, candidates } = await lookedUp({
    aws: { vpcs: [vpc('vpc-1'), vpc('vpc-2')] },
    prefect: { workspaces: [WORKSPACE, other] },
  });
  expect(answers).toEqual({ region: 'eu-west-1' });
  expect(candidates.get('--workspace')?.map(([value]) => value)).toEqual(['a/w', 'b/v']);
  expect(candidates.get('--vpc')?.map(([value]) => value)).toEqual(['vpc-1', 'vpc-2']);
});

test('what a flag or a file of Terraform sets stays', async () => {
  const world: World = {
    aws: { account: '111122223333', vpcs: [vpc('vpc-1', subnet('one', 'private'))] },
    prefect: { apiUrl: 'http://other/api', workspaces: [WORKSPACE] },
    pools: [{ name: 'ecs', type: 'ecs' }],
  };
  const given = {
    region: 'us-east-1',
    prefect: 'http://prefect/api',
    pool: 'mine',
    vpc: 'new',
    awsAccount: '444455556666',
  };
  const { answers, asked } = await lookedUp(world, given);
  expect([answers, asked]).toEqual([given, ['http://prefect/api']]);
  const fields = {
    prefect_account_id: 'a',
    prefect_workspace_id: 'w',
    worker_work_pool_name: 'mine',
    vpc_id: 'vpc-2',
    worker_subnets: ['two'],
  };
  expect((await lookedUp(world, {}, fields)).answers).toEqual({ region: 'eu-west-1', awsAccount: '111122223333' });
});

test.each([
  ['public ones alone', [subnet('one', 'public'), subnet('two', 'none')], ['one'], true],
  ['none with a way out', [subnet('one', 'none')], undefined, undefined],
])('of subnets, %s', async (_, subnets, expected, publicAddress) => {
  const { answers } = await lookedUp({ aws: { vpcs: [vpc('vpc-1', ...subnets)] } });
  expect([answers.subnets, answers.publicAddress]).toEqual([expected, publicAddress]);
});

test('lists what needs a flag to be used', async () => {
  const aws = {
    images: ['registry/flows:1'],
    secrets: [{ name: 'prefect', arn: 'arn:secret' }],
    buckets: [{ name: 'states', isVersioned: true }],
  };
  const flags = ['--secret arn:secret', '--flow-image registry/flows:1', '--backend s3:states'];
  expect((await lookedUp({ aws })).unused).toEqual(flags);
  expect((await lookedUp({ aws }, { backend: 'local', secret: 'arn:other' })).unused).toEqual([flags[1]]);
});
