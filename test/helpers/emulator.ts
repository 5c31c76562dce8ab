import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateSubnetCommand, CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import { freePort } from './free-port';

// The SDK warns of Node 20 from the first client on; we promise Node 20.9.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

/** The account of the committed prod stack, which refuses every other. */
export const ACCOUNT = '111122223333';

export interface Network {
  readonly vpcId: string;
  readonly subnets: readonly string[];
  /** The Terraform inputs that name them. */
  readonly variables: NodeJS.ProcessEnv;
}

/**
 * Starts the server and ends it when our end of the pipe is gone: also when we were killed, and nobody was left to
 * stop it.
 */
const WATCHED = 'exec 3<&0; "$@" & server=$!; (cat <&3 >/dev/null; kill -9 $server) & wait $server';

const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };

/** A running AWS emulator (moto), empty but for what it has of AWS itself. */
export class Emulator {
  private constructor(
    private readonly server: ChildProcess,
    readonly endpoint: string,
  ) {}

  /**
   * `tasks`: how many tasks of each service run. To the provider a service is steady when that is its desired count,
   * so with any other number an apply that waits for it never ends.
   */
  static async start({ tasks = 1, account = ACCOUNT } = {}): Promise<Emulator> {
    const port = String(await freePort());
    const server = spawn('sh', ['-c', WATCHED, 'sh', 'moto_server', '-H', '127.0.0.1', '-p', port], {
      stdio: ['pipe', 'ignore', 'ignore'],
      env: {
        ...process.env,
        MOTO_ACCOUNT_ID: account,
        MOTO_IAM_LOAD_MANAGED_POLICIES: 'true',
        MOTO_ECS_SERVICE_RUNNING: String(tasks),
      },
    });
    const emulator = new Emulator(server, `http://127.0.0.1:${port}`);
    for (let attempt = 0; attempt < 300; attempt += 1) {
      if (server.exitCode !== null) throw new Error(`moto_server ended with ${server.exitCode}`);
      const answers = await fetch(`${emulator.endpoint}/moto-api/data.json`).then(
        () => true,
        () => false,
      );
      if (answers) return emulator;
      await sleep(100);
    }
    emulator.stop();
    throw new Error('moto_server did not answer within 30 seconds');
  }

  stop(): void {
    this.server.stdin?.end();
  }

  /** How Terraform and the AWS SDKs are sent here. */
  get variables(): NodeJS.ProcessEnv {
    return {
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: 'true',
    };
  }

  /** A client of AWS's SDK for this emulator. */
  client<Client>(kind: new (config: ClientConfig) => Client, region = 'us-east-1'): Client {
    return new kind({ region, endpoint: this.endpoint, forcePathStyle: true, credentials: CREDENTIALS });
  }

  /** A VPC with a subnet in each of these zones. */
  async network(region = 'us-east-1', zones: readonly string[] = ['a', 'b']): Promise<Network> {
    const ec2 = this.client(EC2Client, region);
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
    const vpcId = Vpc?.VpcId as string;
    const subnets = await Promise.all(
      zones.map(async (zone, index) => {
        const { Subnet } = await ec2.send(
          new CreateSubnetCommand({
            VpcId: vpcId,
            CidrBlock: `10.0.${index}.0/24`,
            AvailabilityZone: `${region}${zone}`,
          }),
        );
        return Subnet?.SubnetId as string;
      }),
    );
    return { vpcId, subnets, variables: { TF_VAR_vpc_id: vpcId, TF_VAR_worker_subnets: JSON.stringify(subnets) } };
  }
}

interface ClientConfig {
  region: string;
  endpoint: string;
  forcePathStyle: boolean;
  credentials: typeof CREDENTIALS;
}
