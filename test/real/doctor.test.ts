import { join } from 'node:path';
import {
  CreateNetworkInterfaceCommand,
  CreateVpcEndpointCommand,
  DeleteNatGatewayCommand,
  EC2Client,
  ModifyVpcAttributeCommand,
} from '@aws-sdk/client-ec2';
import { CreateRepositoryCommand, ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { CreateClusterCommand, ECSClient } from '@aws-sdk/client-ecs';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutBucketVersioningCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateSecretCommand, DeleteSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import {
  CreateHttpNamespaceCommand,
  ListNamespacesCommand,
  ServiceDiscoveryClient,
} from '@aws-sdk/client-servicediscovery';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { doctor, examined, found, generatedFolder, type Report, SECRET } from '../helpers/doctor';
import { Networks } from '../helpers/doctor-network';
import { ACCOUNT, Emulator } from '../helpers/emulator';
import { GENERATED_EXAMPLES, loadExamples } from '../helpers/examples';
import { real } from '../helpers/real';
import { sampled } from '../helpers/sampled';

real('doctor, before the first apply', () => {
  let emulator: Emulator;
  let networks: Networks;
  let network: { readonly vpc: string; readonly subnets: readonly string[] };
  let asked = 0;

  beforeAll(async () => {
    emulator = await Emulator.start();
    networks = new Networks(emulator);
    network = await networks.whole();
  });
  afterAll(() => emulator?.stop());

  /** The report on a stack in the whole network, but for these fields. */
  function reportOn(fields: object = {}, variables: NodeJS.ProcessEnv = emulator.variables): Promise<Report> {
    asked += 1;
    const whole = { vpc_id: network.vpc, worker_subnets: network.subnets, ...fields };
    return examined(generatedFolder(`test-${asked}`, whole), variables);
  }

  test('finds nothing wrong where nothing is, and says what the apply will create', async () => {
    const report = await reportOn();
    expect(found(report)).toEqual([]);
    // Prefect Cloud may not be reachable from where tests run.
    const unread = report.findings.filter(({ status, part }) => status === 'unread' && part !== 'Prefect');
    expect(unread).toEqual([]);
    expect(report.findings.map(({ seen }) => seen).join('\n')).toContain('it is not applied yet');
  });

  describe('of credentials', () => {
    test('finds those of another account, and looks at nothing else', async () => {
      const report = await reportOn({ aws: { account_id: '444455556666' } });
      expect(found(report)).toEqual(['problem wrong-account']);
      expect(report.findings).toHaveLength(1);
    });

    test('without any, it could not look: exit 2', async () => {
      const { AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: __, ...variables } = emulator.variables;
      const report = await reportOn({}, variables);
      expect([report.status, report.findings.map(({ status }) => status)]).toEqual([2, ['unread']]);
    });

    test('takes on the role of the environment', async () => {
      const assume_role = { role_arn: `arn:aws:iam::${ACCOUNT}:role/deploy` };
      const { findings } = await reportOn({ aws: { assume_role } });
      expect(findings[0]?.seen).toContain(`arn:aws:sts::${ACCOUNT}:assumed-role/deploy/prefect-ecs-worker`);
    });
  });

  describe('of the state', () => {
    const s3 = () => emulator.client(S3Client);
    const backend = { s3: { bucket: 'example-terraform-state' } };

    test('finds that its bucket does not exist', async () => {
      expect(found(await reportOn({ backend }))).toEqual(['problem state-bucket-missing']);
    });

    test('finds that the bucket keeps no versions', async () => {
      await s3().send(new CreateBucketCommand({ Bucket: backend.s3.bucket }));
      expect(found(await reportOn({ backend }))).toEqual(['warning state-not-versioned']);
    });

    test('finds that it is locked', async () => {
      const Bucket = backend.s3.bucket;
      await s3().send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
      await s3().send(new PutObjectCommand({ Bucket, Key: 'locked.tfstate.tflock', Body: '{}' }));
      expect(found(await reportOn({ backend }))).toEqual([]);
      expect(found(await reportOn({ backend: { s3: { ...backend.s3, key: 'locked.tfstate' } } }))).toEqual([
        'warning state-locked',
      ]);
    });
  });

  describe('of subnets', () => {
    const inNetwork = (vpc: string, subnets: readonly string[], fields: object = {}) =>
      reportOn({ vpc_id: vpc, worker_subnets: subnets, ...fields });

    async function bare() {
      const vpc = await networks.vpc();
      return {
        vpc,
        subnets: [await networks.subnet(vpc, '10.0.1.0/24', 'a'), await networks.subnet(vpc, '10.0.2.0/24', 'b')],
      };
    }

    test('finds one that does not exist', async () => {
      const { findings } = await inNetwork(network.vpc, ['subnet-0a51c9e27f3b64d80', 'subnet-0e93d7b1428c5af60']);
      expect(findings.find(({ id }) => id === 'subnet-missing')?.seen).toContain('subnet-0');
    });

    test('finds that there is no way out', async () => {
      const { vpc, subnets } = await bare();
      expect(found(await inNetwork(vpc, subnets))).toEqual(['problem no-way-out', 'problem no-way-out']);
    });

    test('takes endpoints for a way out when there are all, and names those that are missing', async () => {
      const { vpc, subnets } = await bare();
      const ec2 = emulator.client(EC2Client);
      for (const service of ['ecr.api', 'ecr.dkr', 's3', 'logs']) {
        await ec2.send(new CreateVpcEndpointCommand({ VpcId: vpc, ServiceName: `com.amazonaws.us-east-1.${service}` }));
      }
      const { findings } = await inNetwork(vpc, subnets);
      expect(findings.find(({ id }) => id === 'no-way-out')?.seen).toContain('no endpoint for secretsmanager');
      const ServiceName = 'com.amazonaws.us-east-1.secretsmanager';
      await ec2.send(new CreateVpcEndpointCommand({ VpcId: vpc, ServiceName }));
      expect(found(await inNetwork(vpc, subnets))).toEqual([]);
    });

    test('finds a public subnet whose tasks have no public address', async () => {
      const { vpc, subnets } = await bare();
      await networks.route(vpc, subnets, { GatewayId: await networks.internetGateway() });
      expect(found(await inNetwork(vpc, subnets))).toEqual(['problem no-way-out', 'problem no-way-out']);
      expect(found(await inNetwork(vpc, subnets, { network: { assign_public_ip: true } }))).toEqual([]);
    });

    test('finds a NAT gateway that was deleted', async () => {
      const { vpc, subnets } = await bare();
      const NatGatewayId = await networks.natGateway(subnets[0] as string);
      await networks.route(vpc, subnets, { NatGatewayId });
      expect(found(await inNetwork(vpc, subnets))).toEqual([]);
      await emulator.client(EC2Client).send(new DeleteNatGatewayCommand({ NatGatewayId }));
      const { findings } = await inNetwork(vpc, subnets);
      expect(findings.find(({ id }) => id === 'no-way-out')?.seen).toContain('which does not work');
    });

    test('finds few and no free addresses', async () => {
      const vpc = await networks.vpc();
      // Of 16 addresses AWS keeps 5.
      const SubnetId = await networks.subnet(vpc, '10.0.3.0/28', 'a');
      const other = await networks.subnet(vpc, '10.0.4.0/24', 'b');
      await networks.route(vpc, [SubnetId, other], { NatGatewayId: await networks.natGateway(other) });
      const take = async (number: number) => {
        for (let taken = 0; taken < number; taken += 1) {
          await emulator.client(EC2Client).send(new CreateNetworkInterfaceCommand({ SubnetId }));
        }
      };
      expect(found(await inNetwork(vpc, [SubnetId, other]))).toEqual([]);
      await take(5);
      expect(found(await inNetwork(vpc, [SubnetId, other]))).toEqual(['warning no-addresses']);
      await take(6);
      expect(found(await inNetwork(vpc, [SubnetId, other]))).toEqual(['problem no-addresses']);
    });

    test('finds that all are in one zone, or in several VPCs', async () => {
      const { vpc, subnets } = await networks.whole();
      expect(found(await inNetwork(vpc, subnets.slice(0, 1)))).toEqual(['warning one-zone']);
      expect(found(await inNetwork(vpc, [...subnets, ...network.subnets]))).toContain('problem several-vpcs');
    });

    test('finds that DNS is disabled', async () => {
      const { vpc, subnets } = await networks.whole();
      const EnableDnsSupport = { Value: false };
      await emulator.client(EC2Client).send(new ModifyVpcAttributeCommand({ VpcId: vpc, EnableDnsSupport }));
      expect(found(await inNetwork(vpc, subnets))).toEqual(['problem no-dns']);
    });
  });

  describe('of the image', () => {
    const image = (tag: string) => `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/prefect-aws:${tag}`;
    const ecr = () => emulator.client(ECRClient);

    test('finds that its repository does not exist', async () => {
      expect(found(await reportOn({ worker_image: image('1') }))).toEqual(['problem image-missing']);
    });

    test('finds that the repository has no such tag', async () => {
      await ecr().send(new CreateRepositoryCommand({ repositoryName: 'prefect-aws' }));
      expect(found(await reportOn({ worker_image: image('1') }))).toEqual(['problem image-missing']);
    });

    test('finds an image of the other architecture', async () => {
      await ecr().send(
        new PutImageCommand({ repositoryName: 'prefect-aws', imageTag: '1', imageManifest: indexOf('amd64') }),
      );
      const arm = { worker: { architecture: 'arm64' } };
      expect(found(await reportOn({ worker_image: image('1') }))).toEqual([]);
      expect(found(await reportOn({ worker_image: image('1'), ...arm }))).toEqual(['problem image-architecture']);
    });
  });

  describe('of secrets', () => {
    const secrets = () => emulator.client(SecretsManagerClient);
    const key = (SecretString: string, name: string) =>
      secrets().send(new CreateSecretCommand({ Name: name, SecretString }));
    const arn = (name: string) => `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:${name}`;

    test('finds one that does not exist', async () => {
      const report = await reportOn({ api_key: { secret_arn: arn('team/none-AbC123') } });
      expect(found(report)).toEqual(['problem secret-missing']);
    });

    test('finds one that does not exist and is looked up by its name', async () => {
      const report = await reportOn({ api_key: { secret_name: 'team/none' } });
      expect(found(report)).toEqual(['problem secret-missing']);
    });

    test('finds one that is scheduled for deletion', async () => {
      const { ARN } = await key(SECRET, 'team/deleted');
      await secrets().send(new DeleteSecretCommand({ SecretId: ARN }));
      expect(found(await reportOn({ api_key: { secret_arn: ARN } }))).toContain('problem secret-deleted');
    });

    test.each([
      ['with a line break', `${SECRET}\n`],
      ['with a space at its end', `${SECRET} `],
    ])('finds a credential %s, and does not print it', async (name, value) => {
      const { ARN } = await key(value, `team/${name.replaceAll(' ', '-')}`);
      expect(found(await reportOn({ api_key: { secret_arn: ARN } }))).toEqual(['problem credential-invalid']);
    });

    test('finds that a secret has no such key', async () => {
      const { ARN } = await key(JSON.stringify({ api_key: SECRET }), 'team/json');
      expect(found(await reportOn({ api_key: { secret_arn: ARN, json_key: 'api_key' } }))).toEqual([]);
      const other = { secret_arn: ARN, json_key: 'apikey' };
      expect(found(await reportOn({ api_key: other }))).toEqual(['problem credential-invalid']);
    });

    test('finds that one of the flow runs does not exist', async () => {
      const flow_runs = { secrets: { DB_PASSWORD: { secret_arn: arn('team/db-AbC123') } } };
      const report = await reportOn({ flow_runs });
      expect(found(report)).toEqual(['problem secret-missing']);
      expect(report.findings.map(({ subject }) => subject)).toContain('flow runs: secret DB_PASSWORD');
    });

    test('finds a parameter that does not exist', async () => {
      const api_key = { ssm_parameter: `arn:aws:ssm:us-east-1:${ACCOUNT}:parameter/team/key` };
      expect(found(await reportOn({ api_key }))).toEqual(['problem secret-missing']);
      await emulator
        .client(SSMClient)
        .send(new PutParameterCommand({ Name: '/team/key', Value: SECRET, Type: 'SecureString' }));
      expect(found(await reportOn({ api_key }))).toEqual([]);
    });
  });

  describe('of roles', () => {
    const existing = (name: string) => ({
      roles: { execution: { existing: `arn:aws:iam::${ACCOUNT}:role/team/${name}` } },
    });

    const trusting = (RoleName: string, Principal: object, Condition: object = {}) =>
      emulator.client(IAMClient).send(
        new CreateRoleCommand({
          RoleName,
          Path: '/team/',
          AssumeRolePolicyDocument: JSON.stringify({
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal, Condition }],
          }),
        }),
      );
    const tasks = { Service: 'ecs-tasks.amazonaws.com' };

    test('finds one that does not exist', async () => {
      expect(found(await reportOn(existing('none')))).toEqual(['problem role-missing']);
    });

    test('finds one that ECS may not take', async () => {
      await trusting('of-lambda', { Service: 'lambda.amazonaws.com' });
      expect(found(await reportOn(existing('of-lambda')))).toEqual(['problem role-trust']);
    });

    test('finds one that ECS may take for another account only', async () => {
      await trusting('of-other', tasks, { StringEquals: { 'aws:SourceAccount': '444455556666' } });
      expect(found(await reportOn(existing('of-other')))).toEqual(['problem role-trust']);
    });

    test('finds one that does not exist and is looked up by its name', async () => {
      const roles = { execution: { existing: { name: 'none' } } };
      expect(found(await reportOn({ roles }))).toEqual(['problem role-missing']);
    });

    test('takes one that ECS may take', async () => {
      await trusting('right', tasks, { StringEquals: { 'aws:SourceAccount': ACCOUNT } });
      expect(found(await reportOn(existing('right')))).toEqual([]);
    });
  });

  test('finds that a cluster which exists elsewhere does not exist here', async () => {
    const cluster = { existing: 'platform' };
    expect(found(await reportOn({ cluster }))).toEqual(['problem cluster-missing']);
    await emulator.client(ECSClient).send(new CreateClusterCommand({ clusterName: 'platform' }));
    expect(found(await reportOn({ cluster }))).toEqual([]);
  });

  test('finds that a namespace does not exist, or has no DNS names', async () => {
    const service = { service_connect: { namespace: 'platform' } };
    expect(found(await reportOn({ service }))).toEqual(['problem namespace-missing']);
    const cloudMap = emulator.client(ServiceDiscoveryClient);
    await cloudMap.send(new CreateHttpNamespaceCommand({ Name: 'platform' }));
    expect(found(await reportOn({ service }))).toEqual([]);
    const { Namespaces: [{ Id: namespace_id } = {}] = [] } = await cloudMap.send(new ListNamespacesCommand({}));
    const service_discovery = { namespace_id, service: 'worker' };
    expect(found(await reportOn({ service_discovery }))).toEqual(['problem namespace-without-dns']);
  });

  test.each(
    sampled(
      loadExamples().map(({ name }) => name),
      4,
    ),
  )('reads the example %s to its end', async (name) => {
    const report = await examined(join(GENERATED_EXAMPLES, 'stacks', name), emulator.variables);
    expect(report.findings.filter(({ status, part }) => status === 'unread' && part !== 'Prefect')).toEqual([]);
    expect(report.findings.length).toBeGreaterThan(0);
  });

  test('a person sees each problem with its way out', async () => {
    const folder = generatedFolder('seen', { worker_subnets: ['subnet-0a51c9e27f3b64d80'], vpc_id: network.vpc });
    const { output, status } = await doctor(['--folder', folder], emulator.variables);
    expect(status).toBe(1);
    expect(output).toContain('do:    Correct worker_subnets.');
    expect(output).toContain(`page:  ${folder}/README.md#before-you-apply`);
  });
});

/** What a registry has for an image of several architectures. */
function indexOf(architecture: string): string {
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const digest = `sha256:${'a'.repeat(64)}`;
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: [{ mediaType, digest, size: 1, platform: { architecture, os: 'linux' } }],
  });
}
