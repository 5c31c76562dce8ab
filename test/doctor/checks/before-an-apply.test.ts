import { identify } from '../../../src/doctor/checks/account';
import { checkClusters } from '../../../src/doctor/checks/cluster';
import { checkImages } from '../../../src/doctor/checks/image';
import { checkQuotas } from '../../../src/doctor/checks/quotas';
import { checkRoles } from '../../../src/doctor/checks/roles';
import { checkSecrets } from '../../../src/doctor/checks/secrets';
import { checkNamespaces } from '../../../src/doctor/checks/service-discovery';
import { checkSubnets } from '../../../src/doctor/checks/subnets';
import { type Answers, recordedAws, refusal, seenBy } from '../../helpers/recorded-aws';

const IDENTITY = { Account: '111122223333', Arn: 'arn:aws:iam::111122223333:user/ops', UserId: 'AIDA' };
const PLANNED = { applied: false };

describe('whose credentials these are', () => {
  const provider = { region: 'us-east-1', roles: [], allowedAccounts: [] };

  test('is known before anything else', async () => {
    const { finding, ...who } = await identify(recordedAws({ GetCallerIdentity: IDENTITY }), provider, {});
    expect(who).toEqual({ account: '111122223333', partition: 'aws' });
    expect(finding).toMatchObject({ status: 'ok', seen: 'arn:aws:iam::111122223333:user/ops in us-east-1' });
  });

  test('is wrong where the stack belongs to another account', async () => {
    const allowed = { ...provider, allowedAccounts: ['444455556666', '777788889999'] };
    const { finding, account } = await identify(recordedAws({ GetCallerIdentity: IDENTITY }), allowed, {});
    expect([account, finding.id]).toEqual([undefined, 'wrong-account']);
    expect(finding.wayOut).toBe('Use credentials of 444455556666 or 777788889999.');
  });

  test.each([
    [[], 'Log in (aws sso login, aws configure, or AWS_PROFILE), and try again.'],
    [[{ role_arn: 'arn:a' }, { role_arn: 'arn:b' }], 'Log in with credentials that may assume arn:a, then arn:b.'],
  ])('cannot be known without any: roles %j', async (roles, wayOut) => {
    const inner = new Error('no credentials in any provider');
    for (const error of [refusal('ExpiredToken', 'expired'), Object.assign(new Error(''), { errors: [inner] })]) {
      const aws = recordedAws({ GetCallerIdentity: error });
      const { finding, account } = await identify(aws, { ...provider, roles }, {});
      expect([account, finding.status, finding.wayOut]).toEqual([undefined, 'unread', wayOut]);
      expect(finding.seen).toMatch(/expired|no credentials in any provider/);
    }
  });

  test.each<[string, object, NodeJS.ProcessEnv]>([
    ['corp', {}, { AWS_PROFILE: 'corp' }],
    ['deploy', { profile: 'deploy' }, { AWS_PROFILE: 'corp' }],
  ])('are said to be of the profile %s, with the command that logs in', async (name, fields, env) => {
    const aws = recordedAws({ GetCallerIdentity: refusal('CredentialsProviderError', 'the SSO session has expired') });
    const { finding } = await identify(aws, { ...provider, ...fields }, env);
    expect(finding.seen).toContain(`no valid AWS credentials in the profile ${name}: `);
    expect(finding.wayOut).toContain(`aws sso login --profile ${name}`);
  });

  test.each([
    ['a name that does not resolve', Object.assign(new Error('getaddrinfo ENOTFOUND sts'), { code: 'ENOTFOUND' })],
    [
      'addresses that do not answer',
      Object.assign(new Error(''), { errors: [Object.assign(new Error('no'), { code: 'ECONNREFUSED' })] }),
    ],
    ['an answer that does not come', Object.assign(new Error('too long'), { name: 'TimeoutError' })],
  ])('are not blamed for %s', async (_, error) => {
    const { finding } = await identify(recordedAws({ GetCallerIdentity: error }), provider, {});
    expect(finding).toMatchObject({ status: 'unread', wayOut: 'Check the network.' });
    expect(finding.seen).toMatch(/^AWS cannot be reached from here: /);
  });
});

describe('a cluster that the stack does not create', () => {
  const shared = { example: 'shared-platform', ...PLANNED };

  test.each([
    [[{ clusterName: 'platform', status: 'ACTIVE' }], ['ok, cluster platform: it exists']],
    [
      [{ clusterName: 'platform', status: 'INACTIVE' }],
      ['problem cluster-missing, cluster platform: it does not exist'],
    ],
    [[], ['problem cluster-missing, cluster platform: it does not exist']],
  ])('of %j', async (clusters, expected) => {
    expect(await seenBy(checkClusters, { DescribeClusters: { clusters } }, shared)).toEqual(expected);
  });

  test('is the only kind that is looked at', async () => {
    expect(await seenBy(checkClusters, {}, PLANNED)).toEqual([]);
  });
});

describe('the image', () => {
  const SUBJECT = 'image 111122223333.dkr.ecr.us-east-1.amazonaws.com/prefect-aws:0.7.12-python3.12';
  const holding = (imageManifest: object): Answers => ({
    BatchGetImage: { images: [{ imageManifest: JSON.stringify(imageManifest) }], failures: [] },
  });
  const index = (...architectures: string[]) =>
    holding({ manifests: architectures.map((architecture) => ({ platform: { architecture } })) });

  test.each([
    ['of one architecture, which its manifest does not tell', holding({ config: {} }), ['ok', 'it exists']],
    ['for several', index('arm64', 'amd64'), ['ok', 'it exists']],
    ['for another', index('arm64'), ['problem image-architecture', 'it is for arm64, and its task for X86_64']],
    [
      'that is not there',
      { BatchGetImage: { images: [], failures: [{ failureCode: 'ImageNotFound' }] } },
      ['problem image-missing', 'the repository prefect-aws has no image 0.7.12-python3.12'],
    ],
    [
      'without its repository',
      { BatchGetImage: refusal('RepositoryNotFoundException') },
      ['problem image-missing', 'there is no repository prefect-aws in the registry of 111122223333'],
    ],
    [
      'that may not be looked at',
      { BatchGetImage: refusal('AccessDeniedException') },
      ['unread', 'these credentials may not call ecr:BatchGetImage'],
    ],
  ])('%s', async (_, answers, [status, seen]) => {
    expect(await seenBy(checkImages, answers, PLANNED)).toEqual([`${status}, ${SUBJECT}: ${seen}`]);
  });

  test('is asked for by its digest, and in the region of its registry', async () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const image = `444455556666.dkr.ecr.eu-west-1.amazonaws.com/team/worker:1@${digest}`;
    const asked: object[] = [];
    const answers: Answers = {
      BatchGetImage: (input) => {
        asked.push(input);
        return { images: [{}] };
      },
    };
    const worker = { task: { containers: [{ image }], architecture: 'ARM64' } };
    expect(await seenBy(checkImages, answers, { ...PLANNED, worker })).toEqual([`ok, image ${image}: it exists`]);
    expect(asked).toEqual([
      { registryId: '444455556666', repositoryName: 'team/worker', imageIds: [{ imageDigest: digest }] },
    ]);
  });

  test('of a registry that asks for credentials is not looked at, nor one whose name is not known yet', async () => {
    const containers = [
      { image: 'registry.example.com/a:1', repositoryCredentials: { credentialsParameter: 'arn:a' } },
      { image: 'registry.example.com/\uE002:1' },
    ];
    const worker = { task: { containers, architecture: 'X86_64' } };
    expect(await seenBy(checkImages, {}, { ...PLANNED, worker })).toEqual([
      'skipped, image registry.example.com/a:1: its registry asks for credentials, which are not used here',
      'skipped, image: its name is only known after the apply',
    ]);
  });
});

describe('the quota of vCPUs', () => {
  const quota = (Value?: number, Values?: number[]): Answers => ({
    GetServiceQuota: { Quota: { Value } },
    GetMetricData: { MetricDataResults: [{ Id: 'used', Values }] },
  });

  test.each([
    [quota(100, [89]), ['ok, quota of Fargate vCPUs: 89 of 100 are used']],
    [quota(100, [90]), ['warning vcpu-quota, quota of Fargate vCPUs: 90 of 100 are used']],
    [quota(100, [100]), ['problem vcpu-quota, quota of Fargate vCPUs: 100 of 100 are used']],
    [quota(100, []), ['ok, quota of Fargate vCPUs: 100; how much of it is used is not known']],
    [quota(), ['skipped, quota of Fargate vCPUs: it cannot be read in this region']],
    [
      { GetServiceQuota: refusal('NoSuchResourceException') },
      ['skipped, quota of Fargate vCPUs: it cannot be read in this region'],
    ],
    [
      { GetServiceQuota: refusal('AccessDeniedException') },
      ['unread, quota of Fargate vCPUs: these credentials may not call servicequotas:GetServiceQuota'],
    ],
    [
      { ...quota(100), GetMetricData: refusal('AccessDenied') },
      ['unread, quota of Fargate vCPUs: these credentials may not call cloudwatch:GetMetricData'],
    ],
  ])('in case %#', async (answers, expected) => {
    expect(await seenBy(checkQuotas, answers, PLANNED)).toEqual(expected);
  });

  test('on Spot is another one', async () => {
    const asked: unknown[] = [];
    const answers: Answers = {
      ...quota(100, [95]),
      GetServiceQuota: ({ QuotaCode: code }: { QuotaCode?: string }) => {
        asked.push(code);
        return { Quota: { Value: 100 } };
      },
    };
    expect(await seenBy(checkQuotas, answers, { ...PLANNED, worker: { fargate: ['FARGATE_SPOT'] } })).toEqual([
      'warning vcpu-quota, quota of Fargate vCPUs: 95 of 100 are used',
      'warning vcpu-quota, quota of Fargate Spot vCPUs: 95 of 100 are used',
    ]);
    expect(asked).toEqual(['L-3032A538', 'L-36FBB829']);
  });

  test('is of interest to a worker on instances whose flow runs are on Fargate', async () => {
    const [seen] = await seenBy(checkQuotas, quota(100, [1]), { ...PLANNED, worker: { fargate: [] } });
    expect(seen).toBe('ok, quota of Fargate vCPUs: 1 of 100 are used');
  });

  test('is of no interest to tasks on instances', async () => {
    expect(await seenBy(checkQuotas, {}, { ...PLANNED, worker: { name: 'without-template', fargate: [] } })).toEqual(
      [],
    );
  });
});

describe('a role', () => {
  const EXECUTION = 'prefect-worker-execution-role-prod';
  const TASK = 'prefect-worker-task-role-prod';
  const trusted = (...Statement: object[]): Answers => ({
    GetRole: ({ RoleName }) => ({
      Role: {
        Path: '/',
        RoleName,
        RoleId: 'AROAEXAMPLEEXAMPLE',
        Arn: `arn:aws:iam::111122223333:role/${RoleName}`,
        CreateDate: new Date(0),
        AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify({ Statement })),
      },
    }),
  });
  const statement = (fields: object = {}) => ({
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { Service: 'ecs-tasks.amazonaws.com' },
    ...fields,
  });
  const account = (id: string) => ({ Condition: { StringEquals: { 'aws:SourceAccount': id } } });

  test.each([
    ['trusts ECS tasks', trusted(statement()), ['ok', 'ECS tasks may take it']],
    [
      'trusts several services',
      trusted(
        statement({
          Action: ['sts:AssumeRole'],
          Principal: { Service: ['ec2.amazonaws.com', 'ecs-tasks.amazonaws.com'] },
        }),
      ),
      ['ok', 'ECS tasks may take it'],
    ],
    ['trusts tasks of this account', trusted(statement(account('111122223333'))), ['ok', 'ECS tasks may take it']],
    [
      'trusts those of another account',
      trusted(statement(account('444455556666'))),
      ['problem role-trust', 'its trust policy lets ecs-tasks.amazonaws.com take it for another account only'],
    ],
    [
      'denies it',
      trusted(statement({ Effect: 'Deny' })),
      ['problem role-trust', 'its trust policy does not let ecs-tasks.amazonaws.com take it'],
    ],
    [
      'trusts another service',
      trusted(statement({ Principal: { Service: 'ec2.amazonaws.com' } })),
      ['problem role-trust', 'its trust policy does not let ecs-tasks.amazonaws.com take it'],
    ],
    ['does not exist', { GetRole: refusal('NoSuchEntityException') }, ['problem role-missing', 'it does not exist']],
    [
      'may not be looked at',
      { GetRole: refusal('AccessDenied') },
      ['unread', 'these credentials may not call iam:GetRole'],
    ],
  ])('%s', async (_, answers, [status, seen]) => {
    expect(await seenBy(checkRoles, answers)).toEqual(
      [EXECUTION, TASK].map((name) => `${status}, role ${name}: ${seen}`),
    );
  });

  test('that the apply creates is looked at after it only', async () => {
    expect(await seenBy(checkRoles, {}, PLANNED)).toEqual([]);
  });

  test('that others created is looked at before it, under its path too', async () => {
    const answers = { GetRole: refusal('NoSuchEntityException') };
    expect(await seenBy(checkRoles, answers, { example: 'shared-platform', ...PLANNED })).toEqual([
      'problem role-missing, role platform-ecs-execution: it does not exist',
      'problem role-missing, role platform-prefect-worker: it does not exist',
    ]);
  });
});

describe('secrets', () => {
  const KEY = 'worker: secret PREFECT_API_KEY';
  const CREDENTIAL = 'worker: credential';
  const NAME = 'prefect-api-key-prod';
  const described = (fields: object = {}): Answers => ({
    DescribeSecret: { Name: NAME, ...fields },
    GetSecretValue: { SecretString: 'pnu_A1b2C3' },
  });

  test.each([
    [
      'exist',
      described(),
      [`ok, ${KEY}: ${NAME} exists`, `ok, ${CREDENTIAL}: the value of PREFECT_API_KEY has the right form`],
    ],
    [
      'are scheduled for deletion',
      { ...described({ DeletedDate: new Date(0) }), GetSecretValue: refusal('ResourceNotFoundException') },
      [`problem secret-deleted, ${KEY}: ${NAME} is scheduled for deletion`],
    ],
    [
      'were deleted',
      { DescribeSecret: refusal('ResourceNotFoundException'), GetSecretValue: refusal('ResourceNotFoundException') },
      [`problem secret-missing, ${KEY}: there is no secret ${NAME}`],
    ],
    [
      'have no value',
      {
        ...described(),
        GetSecretValue: refusal('ResourceNotFoundException', "Secrets Manager can't find the specified secret value"),
      },
      [
        `ok, ${KEY}: ${NAME} exists`,
        `problem credential-invalid, ${CREDENTIAL}: the secret of PREFECT_API_KEY has no value`,
      ],
    ],
    [
      'have a value of two lines',
      { ...described(), GetSecretValue: { SecretString: 'pnu_A1b2C3\n' } },
      [
        `ok, ${KEY}: ${NAME} exists`,
        `problem credential-invalid, ${CREDENTIAL}: the value of PREFECT_API_KEY has a line break`,
      ],
    ],
    [
      'may not be read',
      { ...described(), GetSecretValue: refusal('AccessDeniedException') },
      [
        `ok, ${KEY}: ${NAME} exists`,
        `skipped, ${CREDENTIAL}: the value of PREFECT_API_KEY was not read: these credentials may not`,
      ],
    ],
    [
      'may not be looked at',
      {
        ...described(),
        DescribeSecret: refusal('AccessDeniedException'),
        GetSecretValue: refusal('InternalServiceError'),
      },
      [
        `unread, ${KEY}: these credentials may not call secretsmanager:DescribeSecret`,
        `unread, ${CREDENTIAL}: secretsmanager:GetSecretValue was not answered: InternalServiceError: InternalServiceError`,
      ],
    ],
  ])('%s', async (_, answers, expected) => {
    expect(await seenBy(checkSecrets, answers)).toEqual(expected);
  });

  test('that the apply creates are missing before it, which is right', async () => {
    expect(await seenBy(checkSecrets, { DescribeSecret: refusal('ResourceNotFoundException') }, PLANNED)).toEqual([
      `skipped, ${KEY}: ${NAME} is created by the apply`,
    ]);
  });

  const given = (name: string, valueFrom: string) => ({
    ...PLANNED,
    worker: { task: { containers: [{ name: 'w', secrets: [{ name, valueFrom }] }], architecture: 'X86_64' } },
  });
  const arn = (region: string, end = '') =>
    `arn:aws:secretsmanager:${region}:111122223333:secret:team/key-AbC123${end}`;

  test("of another region are looked for there, and the worker's credential is", async () => {
    const answers: Answers = {
      DescribeSecret: (_, region) =>
        region === 'eu-west-1' ? { Name: 'team/key' } : refusal('ResourceNotFoundException'),
      GetSecretValue: (_, region) =>
        region === 'eu-west-1' ? { SecretString: '{"api_key": "pnu_A1b2C3"}' } : refusal('ResourceNotFoundException'),
    };
    expect(await seenBy(checkSecrets, answers, given('PREFECT_API_KEY', arn('eu-west-1', ':api_key::')))).toEqual([
      `ok, ${KEY}: team/key exists`,
      `ok, ${CREDENTIAL}: the value of PREFECT_API_KEY has the right form`,
    ]);
  });

  test('without the key that the task asks for are invalid', async () => {
    const answers = { ...described(), GetSecretValue: { SecretString: '{"other": "a"}' } };
    expect(await seenBy(checkSecrets, answers, given('PREFECT_API_KEY', arn('us-east-1', ':api_key::')))).toContain(
      `problem credential-invalid, ${CREDENTIAL}: the secret of PREFECT_API_KEY is not JSON with the key that the task asks for`,
    );
  });

  test.each([
    [
      { Parameter: { Name: '/team/key', Type: 'SecureString', Value: 'pnu_A1b2C3' } },
      'ok',
      'the parameter /team/key exists, of type SecureString',
    ],
    [refusal('ParameterNotFound'), 'problem secret-missing', 'there is no parameter /team/key'],
  ])('in Parameter Store: %#', async (GetParameter, status, seen) => {
    const [line] = await seenBy(checkSecrets, { GetParameter }, given('TOKEN', '/team/key'));
    expect(line).toBe(`${status}, worker: secret TOKEN: ${seen}`);
  });

  test('whose name only the apply gives are skipped', async () => {
    expect(await seenBy(checkSecrets, {}, given('TOKEN', '\uE002'))).toEqual([
      'skipped, worker: secret TOKEN: its name is only known after the apply',
    ]);
  });
});

describe('subnets', () => {
  const [A, B, C] = ['subnet-02f6a8c3d9e14b750', 'subnet-0b84e1d57a2c396f0', 'subnet-0d19c7f3e5a86b240'] as const;
  const subnet = (SubnetId: string, zone: string, fields: object = {}) => ({
    SubnetId,
    VpcId: 'vpc-1',
    AvailabilityZone: `us-east-1${zone}`,
    AvailableIpAddressCount: 200,
    ...fields,
  });
  const main = (...Routes: object[]) => ({ RouteTables: [{ Associations: [{ Main: true }], Routes }] });
  const out = (target: object) => ({ DestinationCidrBlock: '0.0.0.0/0', State: 'active', ...target });
  const NETWORK: Answers = {
    DescribeSubnets: { Subnets: [subnet(A, 'a'), subnet(B, 'b'), subnet(C, 'c')] },
    DescribeVpcAttribute: { VpcId: 'vpc-1', EnableDnsSupport: { Value: true } },
    DescribeRouteTables: main(out({ NatGatewayId: 'nat-1' })),
    DescribeVpcEndpoints: { VpcEndpoints: [] },
    DescribeNatGateways: { NatGateways: [{ NatGatewayId: 'nat-1', State: 'available' }] },
  };
  const WHOLE = ['ok, subnets: 3 in us-east-1a, us-east-1b, us-east-1c', 'ok, way out: each subnet has one: nat-1'];
  const endpoints = (...names: string[]) => ({
    VpcEndpoints: names.map((name) => ({ ServiceName: `com.amazonaws.us-east-1.${name}`, State: 'Available' })),
  });

  test.each<[string, Answers, string[]]>([
    ['are whole', {}, WHOLE],
    [
      'do not exist',
      { DescribeSubnets: refusal('InvalidSubnetID.NotFound', `The subnet ID '${B}' does not exist`) },
      [`problem subnet-missing, subnets: there is no ${B}`],
    ],
    [
      'may not be looked at',
      { DescribeSubnets: refusal('UnauthorizedOperation') },
      ['unread, subnets: these credentials may not call ec2:DescribeSubnets'],
    ],
    [
      'are in two VPCs, one zone, and have no addresses left',
      {
        DescribeSubnets: {
          Subnets: [
            subnet(A, 'a', { AvailableIpAddressCount: 0 }),
            subnet(B, 'a', { AvailableIpAddressCount: 7 }),
            subnet(C, 'a', { VpcId: 'vpc-2', AvailableIpAddressCount: 8 }),
          ],
        },
      },
      [
        'problem several-vpcs, subnets: the subnets are in vpc-1 and vpc-2',
        `problem no-addresses, subnets: ${A} has 0 free addresses`,
        `warning no-addresses, subnets: ${B} has 7 free addresses`,
        'warning one-zone, subnets: 3 in us-east-1a',
        WHOLE[1] as string,
      ],
    ],
    [
      'have no DNS',
      { DescribeVpcAttribute: { EnableDnsSupport: { Value: false } } },
      [WHOLE[0] as string, 'problem no-dns, VPC: DNS resolution is disabled in vpc-1', WHOLE[1] as string],
    ],
    [
      'lead to an internet gateway, without a public address',
      { DescribeRouteTables: main(out({ GatewayId: 'igw-1' })) },
      [
        WHOLE[0] as string,
        ...[A, B, C].map((id) => `problem no-way-out, way out: ${id} leads to igw-1, and tasks have no public address`),
      ],
    ],
    [
      'lead to a NAT gateway that is gone',
      { DescribeNatGateways: { NatGateways: [{ NatGatewayId: 'nat-1', State: 'deleted' }] } },
      [
        WHOLE[0] as string,
        ...[A, B, C].map((id) => `problem no-way-out, way out: ${id} leads to nat-1, which does not work`),
      ],
    ],
    [
      'have a way out by a table of their own, or a black hole, or none',
      {
        DescribeRouteTables: {
          RouteTables: [
            ...main(out({ State: 'blackhole', TransitGatewayId: 'tgw-1' })).RouteTables,
            { Associations: [{ SubnetId: A }], Routes: [out({ NetworkInterfaceId: 'eni-1' })] },
            { Associations: [{ SubnetId: B }], Routes: [{ DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local' }] },
          ],
        },
      },
      [
        WHOLE[0] as string,
        `problem no-way-out, way out: ${B} has no default route`,
        `problem no-way-out, way out: ${C} leads to tgw-1, which does not work`,
      ],
    ],
    [
      'have endpoints instead of a route',
      {
        DescribeRouteTables: main(),
        DescribeVpcEndpoints: endpoints('ecr.api', 'ecr.dkr', 's3', 'logs', 'secretsmanager'),
      },
      [WHOLE[0] as string, 'ok, way out: each subnet has one: endpoints'],
    ],
    [
      'lack an endpoint',
      { DescribeRouteTables: main(), DescribeVpcEndpoints: endpoints('ecr.api', 'ecr.dkr', 's3', 'logs') },
      [
        WHOLE[0] as string,
        ...[A, B, C].map(
          (id) =>
            `problem no-way-out, way out: ${id} has no default route, and its VPC has no endpoint for secretsmanager`,
        ),
      ],
    ],
    [
      'have routes that may not be looked at',
      { DescribeRouteTables: refusal('UnauthorizedOperation') },
      [WHOLE[0] as string, 'unread, subnets: these credentials may not call ec2:DescribeRouteTables'],
    ],
  ])('%s', async (_, answers, expected) => {
    expect(await seenBy(checkSubnets, { ...NETWORK, ...answers }, PLANNED)).toEqual(expected);
  });

  test('of workers with public addresses do not lead flow runs without them to an internet gateway', async () => {
    const answers = { ...NETWORK, DescribeRouteTables: main(out({ GatewayId: 'igw-1' })) };
    const placement = { subnets: [A, B, C], securityGroups: [], publicAddress: true };
    expect(await seenBy(checkSubnets, answers, { ...PLANNED, worker: { placement } })).toEqual([
      WHOLE[0],
      ...[A, B, C].map(
        (id) => `problem no-way-out, way out: ${id} leads to igw-1, and flow runs have no public address`,
      ),
    ]);
  });

  test('that the apply creates are not known', async () => {
    expect(await seenBy(checkSubnets, {}, { example: 'isolated', ...PLANNED })).toEqual([
      'skipped, subnets: they are created or looked up by the apply',
    ]);
  });
});

describe('the namespace of Service Connect', () => {
  const NAMESPACE = { Id: 'ns-e1tpmexample0001', Name: 'platform', Type: 'HTTP' };
  const found = (...services: object[]): Answers => ({
    ListNamespaces: { Namespaces: [{ ...NAMESPACE, Id: 'ns-other', Name: 'platform.old' }, NAMESPACE] },
    GetNamespace: { Namespace: NAMESPACE },
    ListServices: ({ Filters: [{ Values }] }) => ({ Services: Values[0] === NAMESPACE.Id ? services : [] }),
  });
  const at = (api_url: string, namespace = 'platform') => ({
    fields: {
      ...{ prefect_account_id: undefined, prefect_workspace_id: undefined },
      prefect: { api_url, auth: 'none' },
      flow_runs: { environment: { PREFECT_API_URL: 'http://prefect.platform:4200/api' } },
      service: { service_connect: { namespace } },
    },
  });
  const SHORT = 'http://prefect:4200/api';
  const ARN = `arn:aws:servicediscovery:us-east-1:111122223333:namespace/${NAMESPACE.Id}`;

  test.each<[string, Answers, object, string]>([
    [
      'has the server',
      found({ Name: 'prefect', InstanceCount: 2 }),
      at(SHORT),
      'ok, namespace platform: prefect is registered, with 2 tasks',
    ],
    [
      'has the server, of which no task runs',
      found({ Name: 'prefect', InstanceCount: 0 }),
      at(SHORT),
      'problem server-not-registered, namespace platform: no task of prefect is registered',
    ],
    [
      'has nothing',
      found(),
      at(SHORT, ARN),
      `problem server-not-registered, namespace ${ARN}: it has no service prefect`,
    ],
    [
      'has others, of which one may have the alias',
      found({ Name: 'api', InstanceCount: 1 }, { Name: 'web', InstanceCount: 1 }),
      at(SHORT),
      'warning server-not-registered, namespace platform: it has no service prefect, but api, web',
    ],
    [
      'is not asked for a name of DNS',
      found(),
      at('http://prefect.internal:4200/api'),
      'ok, namespace platform: it exists',
    ],
    [
      'does not exist, by its name',
      { ListNamespaces: { Namespaces: [{ ...NAMESPACE, Name: 'platform.old' }] } },
      at(SHORT),
      'problem namespace-missing, namespace platform: it does not exist',
    ],
    [
      'does not exist, by its ARN',
      { GetNamespace: refusal('NamespaceNotFound') },
      at(SHORT, ARN),
      `problem namespace-missing, namespace ${ARN}: it does not exist`,
    ],
    [
      'may not be looked at',
      { ListNamespaces: refusal('AccessDeniedException') },
      at(SHORT),
      'unread, namespace platform: these credentials may not call servicediscovery:ListNamespaces',
    ],
  ])('%s', async (_, answers, situation, line) => {
    expect(await seenBy(checkNamespaces, answers, situation)).toEqual([line]);
  });

  test('in which the worker is registered must have DNS names', async () => {
    const fields = { service_discovery: { namespace_id: NAMESPACE.Id, service: 'worker' } };
    const of = (Type: string) => ({ GetNamespace: { Namespace: { ...NAMESPACE, Type } } });
    expect(await seenBy(checkNamespaces, of('HTTP'), { fields })).toEqual([
      `problem namespace-without-dns, namespace ${NAMESPACE.Id}: platform is of the type HTTP`,
    ]);
    expect(await seenBy(checkNamespaces, of('DNS_PRIVATE'), { fields })).toEqual([
      `ok, namespace ${NAMESPACE.Id}: it is platform`,
    ]);
  });

  test('is not looked for where a stack has none, or creates it', async () => {
    expect(await seenBy(checkNamespaces, {})).toEqual([]);
    const fields = { service_discovery: { create: 'prefect.local', service: 'worker' } };
    expect(await seenBy(checkNamespaces, {}, { fields })).toEqual([]);
  });
});

test('a bug of this command is not taken for an answer', async () => {
  const broken = { GetRole: new TypeError('undefined is not a function') };
  await expect(seenBy(checkRoles, broken)).rejects.toThrow(TypeError);
});
