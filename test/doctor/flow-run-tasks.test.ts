import { checkClusters } from '../../src/doctor/checks/cluster';
import { checkFlowRunImages, checkImages } from '../../src/doctor/checks/image';
import { checkFlowRunRoles } from '../../src/doctor/checks/roles';
import { checkSecrets } from '../../src/doctor/checks/secrets';
import { checkSubnets } from '../../src/doctor/checks/subnets';
import type { Check, Context } from '../../src/doctor/context';
import { clusterOf, flowRunTasks } from '../../src/doctor/flow-run-tasks';
import { plannedTemplate } from '../../src/doctor/planned-template';
import { plannedWorkers } from '../../src/doctor/workers';
import { plannedStackOf, stackOf } from '../helpers/doctor-stack';
import { type Answers, contextOf, linesOf, recordedAws, refusal, seenBy } from '../helpers/recorded-aws';

const IMAGE = '111122223333.dkr.ecr.us-east-1.amazonaws.com/flows:1';

/** Two pools, each with flow runs of its own. */
const TWO = {
  image: { repository: {}, code: 'baked_in' },
  flow_runs: { cluster: 'heavy', task_role: { existing: 'arn:aws:iam::111122223333:role/team/flows' } },
  workers: {
    gpu: {
      worker_work_pool_name: 'gpu',
      flow_runs: {
        image: IMAGE,
        architecture: 'arm64',
        subnets: ['subnet-0d19c7f3e5a86b240'],
        assign_public_ip: false,
        secrets: { TOKEN: { ssm_parameter: '/gpu/token' } },
      },
    },
  },
};

function contextFrom(fields: object, answers: Answers = {}): Context {
  const stack = plannedStackOf(fields);
  return { ...contextOf(answers), stack, workers: plannedWorkers(stack), aws: recordedAws(answers) };
}

const seen = async (check: Check, answers: Answers, fields: object = TWO) =>
  linesOf(await check(contextFrom(fields, answers)));

test('flow runs of each pool are what its template says', () => {
  expect(flowRunTasks(contextFrom(TWO))).toEqual([
    expect.objectContaining({
      whose: 'flow runs',
      cluster: 'arn:aws:ecs:us-east-1:111122223333:cluster/heavy',
      architecture: 'X86_64',
      taskRole: 'arn:aws:iam::111122223333:role/team/flows',
    }),
    expect.objectContaining({
      whose: 'flow runs of gpu',
      architecture: 'ARM64',
      containers: [expect.objectContaining({ image: IMAGE })],
      placement: expect.objectContaining({ subnets: ['subnet-0d19c7f3e5a86b240'], publicAddress: false }),
    }),
  ]);
});

test("the cluster of a pool is its template's, also where nobody set one", () => {
  expect(clusterOf(plannedTemplate(stackOf('prod'), undefined))).toBe(
    'arn:aws:ecs:us-east-1:111122223333:cluster/prefect-worker-prod',
  );
  expect(clusterOf({ variables: {}, job_configuration: { task_run_request: { cluster: '{{ cluster }}' } } })).toBe(
    undefined,
  );
  expect(clusterOf(undefined)).toBe(undefined);
});

test('the cluster of flow runs must exist where it is not created', async () => {
  const answers: Answers = { DescribeClusters: { clusters: [] } };
  expect(await seen(checkClusters, answers)).toEqual(['problem cluster-missing, cluster heavy: it does not exist']);
});

describe('the image of flow runs', () => {
  const none: Answers = { BatchGetImage: { images: [], failures: [{ failureCode: 'ImageNotFound' }] } };

  test('leads to its build where it was not pushed', async () => {
    const findings = await checkFlowRunImages(contextOf(none));
    expect(findings).toEqual([
      expect.objectContaining({
        id: 'image-missing',
        seen: 'the repository prefect-flows-prod has no image 1',
        cause: expect.stringContaining('no flow run can start'),
        section: 'First flow run',
      }),
    ]);
  });

  test('cannot be there before the apply that creates its repository', async () => {
    expect(await seenBy(checkFlowRunImages, {}, { applied: false })).toEqual([]);
  });

  test('is looked at once where the worker has the same', async () => {
    expect(await seen(checkFlowRunImages, {}, {})).toEqual([]);
    expect((await seen(checkImages, none, { worker_image: IMAGE })).length).toBe(1);
  });

  test('of a further worker is for the architecture of its own flow runs', async () => {
    const manifests = [{ platform: { architecture: 'amd64' } }];
    const answers: Answers = { BatchGetImage: { images: [{ imageManifest: JSON.stringify({ manifests }) }] } };
    expect(await seen(checkFlowRunImages, answers)).toEqual([
      `problem image-architecture, image ${IMAGE}: it is for amd64, and its task for ARM64`,
    ]);
  });
});

test('a role of flow runs alone is looked at, once, where it is not created', async () => {
  const asked: string[] = [];
  const answers: Answers = {
    GetRole: ({ RoleName }) => {
      asked.push(RoleName);
      return refusal('NoSuchEntityException');
    },
  };
  expect(await seen(checkFlowRunRoles, answers)).toEqual(['problem role-missing, role flows: it does not exist']);
  expect(asked).toEqual(['flows']);
});

test('the secrets of the flow runs of a further worker are looked at', async () => {
  const lines = await seen(checkSecrets, {
    GetParameter: refusal('ParameterNotFound'),
    DescribeSecret: refusal('ResourceNotFoundException'),
    GetSecretValue: refusal('ResourceNotFoundException'),
  });
  expect(lines).toContainEqual(
    expect.stringMatching(/^problem secret-missing, flow runs of gpu: secret TOKEN: .*\/gpu\/token/),
  );
});

describe('the subnets of flow runs', () => {
  const subnet = (SubnetId: string, AvailabilityZone: string, VpcId = 'vpc-a') => ({
    SubnetId,
    AvailabilityZone,
    VpcId,
    AvailableIpAddressCount: 100,
  });
  const WORKERS = ['subnet-0a51c9e27f3b64d80', 'subnet-0e93d7b1428c5af60'];
  const OWN = 'subnet-0d19c7f3e5a86b240';
  const routed = (ofOwn: object): Answers => ({
    DescribeRouteTables: ({ Filters }) => ({
      RouteTables: [
        {
          VpcId: Filters[0].Values[0],
          Associations: [{ Main: true }],
          Routes: [{ DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1' }],
        },
        { Associations: [{ SubnetId: OWN }], Routes: [{ DestinationCidrBlock: '0.0.0.0/0', ...ofOwn }] },
      ],
    }),
    DescribeVpcEndpoints: { VpcEndpoints: [] },
    DescribeNatGateways: { NatGateways: [] },
    DescribeVpcAttribute: { EnableDnsSupport: { Value: true } },
  });
  const inVpc = (own: string): Answers => ({
    DescribeSubnets: {
      Subnets: [...WORKERS.map((id, index) => subnet(id, `us-east-1${'ab'[index]}`)), subnet(OWN, 'us-east-1c', own)],
    },
  });
  const fields = { ...TWO, worker_subnets: WORKERS };

  test('need a way out that fits their own addresses, not those of the worker', async () => {
    const answers = { ...routed({ GatewayId: 'igw-1' }), ...inVpc('vpc-a') };
    const wide = { ...fields, network: { assign_public_ip: true } };
    const expected = `problem no-way-out, way out: ${OWN} leads to igw-1, and flow runs have no public address`;
    expect(await seen(checkSubnets, answers, fields)).toContain(expected);
    expect(await seen(checkSubnets, answers, wide)).toContain(expected);
  });

  test('are those of the worker where they have none of their own, and so are their addresses', async () => {
    const { DescribeSubnets: _, ...routes } = { ...routed({}), ...inVpc('vpc-a') };
    const answers: Answers = {
      ...routes,
      DescribeSubnets: { Subnets: WORKERS.map((id, index) => subnet(id, `us-east-1${'ab'[index]}`)) },
      DescribeRouteTables: {
        RouteTables: [
          { Associations: [{ Main: true }], Routes: [{ DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1' }] },
        ],
      },
    };
    const open = { worker_subnets: WORKERS, network: { assign_public_ip: true } };
    expect(await seen(checkSubnets, answers, open)).toContain('ok, way out: each subnet has one: igw-1');
    expect(await seen(checkSubnets, answers, { worker_subnets: WORKERS })).toContain(
      `problem no-way-out, way out: ${WORKERS[0]} leads to igw-1, and tasks have no public address`,
    );
  });

  test('may be in a VPC of their own, whose routes count there', async () => {
    const lines = await seen(checkSubnets, { ...routed({ NatGatewayId: 'nat-2' }), ...inVpc('vpc-b') }, fields);
    expect(lines.filter((line) => !line.startsWith('ok'))).toEqual([]);
    expect(lines).toContain('ok, way out: each subnet has one: nat-1, nat-2');
  });
});
