import { CreateTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateRepositoryCommand, ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { parse } from 'yaml';
import { lookUpsWith } from '../../src/doctor/doctor';
import type { FoundInAws } from '../../src/init/found';
import { command } from '../helpers/command';
import { Networks } from '../helpers/doctor-network';
import { ACCOUNT, Emulator } from '../helpers/emulator';
import { filesIn } from '../helpers/folder';
import { real } from '../helpers/real';
import { REQUIRED, scratchFolder } from '../helpers/stack-files';

const MANIFEST = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: `sha256:${'0'.repeat(64)}`, size: 2 },
  layers: [],
});

real('init, looking up what exists in AWS', () => {
  let emulator: Emulator;
  let networks: Networks;
  let network: { readonly vpc: string; readonly subnets: readonly string[] };
  let secret: string;

  beforeAll(async () => {
    emulator = await Emulator.start();
    networks = new Networks(emulator);
    network = await networks.whole();
    const ec2 = emulator.client(EC2Client);
    await ec2.send(new CreateTagsCommand({ Resources: [network.vpc], Tags: [{ Key: 'Name', Value: 'data' }] }));
    const ecr = emulator.client(ECRClient);
    await ecr.send(new CreateRepositoryCommand({ repositoryName: 'flows' }));
    await ecr.send(new CreateRepositoryCommand({ repositoryName: 'empty' }));
    await ecr.send(new PutImageCommand({ repositoryName: 'flows', imageManifest: MANIFEST, imageTag: 'v1' }));
    const secrets = emulator.client(SecretsManagerClient);
    for (const Name of ['other', 'Prefect/key']) {
      const { ARN = '' } = await secrets.send(new CreateSecretCommand({ Name, SecretString: 'not-in-clear-text' }));
      secret = ARN;
    }
    const s3 = emulator.client(S3Client);
    for (const Bucket of ['my-data', 'my-terraform-states']) await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(
      new PutBucketVersioningCommand({
        Bucket: 'my-terraform-states',
        VersioningConfiguration: { Status: 'Enabled' },
      }),
    );
  });
  afterAll(() => emulator?.stop());

  /** Nobody's own profile of Prefect. */
  const env = () => ({
    ...emulator.variables,
    PREFECT_HOME: scratchFolder(),
    PREFECT_API_URL: '',
    PREFECT_API_KEY: '',
  });

  const init = (folder: string, ...args: string[]) =>
    command(
      [
        ...['init', 'dev', '--look-up', '--region', 'us-east-1', '--dir', folder, '--pool', 'pool'],
        ...['--account', REQUIRED.prefect_account_id, '--workspace', REQUIRED.prefect_workspace_id, ...args],
      ],
      env(),
    );

  test('finds names, ways out, the newest image, secrets by their names, and buckets', async () => {
    const found = await inProcess(env(), () => lookUpsWith({}, process.env).inAws('us-east-1'));
    const { vpcs, ...rest } = found;
    expect(rest).toEqual({
      account: ACCOUNT,
      images: [expect.stringMatching(/\/flows:v1$/)],
      secrets: [{ name: 'Prefect/key', arn: secret }],
      buckets: [{ name: 'my-terraform-states', isVersioned: true }],
      unread: [],
    });
    const { name, subnets = [] } = vpcs.find(({ id }) => id === network.vpc) ?? {};
    expect(name).toBe('data');
    const ways = subnets.map(({ id, way }) => [network.subnets.includes(id), way]);
    expect(ways.sort()).toEqual([
      [false, 'none'],
      [true, 'private'],
      [true, 'private'],
    ]);
  });

  test('without a terminal lists what there is more than one of, and writes nothing', () => {
    const folder = scratchFolder();
    const { status, stdout, stderr } = init(folder);
    expect([status, stdout, filesIn(folder)]).toEqual([2, '', {}]);
    expect(stderr).toMatch(/--vpc\n {4}is required: 2 were found\n {4}→ set one of:\n/);
    expect(stderr).toMatch(new RegExp(`--vpc ${network.vpc} {2}data \\(${network.vpc}, 10\\.0\\.0\\.0/16; 2 private`));
  });

  test('takes the subnets with a way out of the VPC that a flag sets, and lists what else a flag could use', () => {
    const folder = scratchFolder();
    const { status, stderr } = init(folder, '--vpc', network.vpc, '--secret', secret);
    expect([status, stderr]).toEqual([0, expect.stringContaining('  --backend s3:my-terraform-states\n')]);
    const { worker_subnets: subnets, ...fields } = parse(filesIn(folder)['stacks/dev.yaml'] as string);
    expect([...subnets].sort()).toEqual([...network.subnets].sort());
    expect(fields).toMatchObject({
      aws: { account_id: ACCOUNT },
      vpc_id: network.vpc,
      api_key: { secret_arn: secret },
    });
    expect(command(['validate', '--strict', '--dir', folder])).toMatchObject({ status: 0 });
  });

  test('goes on without credentials, and says what could not be looked up', () => {
    const folder = scratchFolder();
    const workspace = ['--account', REQUIRED.prefect_account_id, '--workspace', REQUIRED.prefect_workspace_id];
    const answers = [...workspace, '--pool', 'x', '--vpc', 'new', '--dir', folder];
    const nobody = { ...env(), AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_EC2_METADATA_DISABLED: 'true' };
    const { stderr } = command(['init', 'dev', '--look-up', '--region', 'us-east-1', ...answers], nobody);
    expect(stderr).toContain('not looked up: account: ');
    expect(stderr).not.toMatch(/^ +at /m);
  });
});

/** The SDK reads the environment of the process. */
async function inProcess(variables: NodeJS.ProcessEnv, look: () => Promise<FoundInAws>): Promise<FoundInAws> {
  const before = { ...process.env };
  Object.assign(process.env, variables);
  try {
    return await look();
  } finally {
    for (const name of Object.keys(variables)) delete process.env[name];
    Object.assign(process.env, before);
  }
}
