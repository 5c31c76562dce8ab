import { deepStrictEqual as equal, ok } from 'node:assert';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { Emulator } from './helpers/emulator';
import { type Answer, PrefectServer } from './helpers/prefect-server';
import { generated } from './helpers/prefect-stack';
import { installPrefect } from './helpers/prefect-tools';
import { type ResourceChange, Terraform } from './helpers/terraform';

/**
 * `npm run test:managed-pool`: stacks with `work_pool: managed`, one over the other, with the real provider of Prefect, a
 * real server that wants a password, and the emulator as AWS. Terraform takes the provider from its registry, or from the
 * folder PREFECT_ECS_WORKER_PROVIDERS. Exit 1 where a pool or a queue is not what the stack file says.
 */
const PASSWORD = 'admin:not-a-secret';
const STATE = 'terraform.tfstate';

/** Not in the order of their priorities: Prefect moves a queue down when another one takes its place. */
const QUEUES = { c: { priority: 3 }, last: {}, a: { priority: 1, concurrency_limit: 5 }, b: { priority: 2 } };

async function main(): Promise<void> {
  await installPrefect();
  const [emulator, server] = await Promise.all([Emulator.start(), PrefectServer.start({ authString: PASSWORD })]);
  try {
    await tryAll(emulator, server);
  } finally {
    emulator.stop();
    await server.stop();
  }
}

async function tryAll(emulator: Emulator, server: PrefectServer): Promise<void> {
  const stack = new ManagedStack(emulator, server, await emulator.network('us-east-1'));

  await stack.becomes('creates the pool with its template, and its queues with their priorities', {});
  equal(await queuesOf(server), { a: [1, 5], b: [2, null], c: [3, null], last: [5, null] });
  ok((await templateOf(server, 'pool')).variables.properties.memory.default === 2048);

  await stack.becomes('updates the template in place', { flow_runs: { memory: 4096 } }, { pool: ['update'] });
  ok((await templateOf(server, 'pool')).variables.properties.memory.default === 4096);

  const turned = { c: { priority: 1 }, a: { priority: 3, concurrency_limit: 4 }, b: { priority: 2 } };
  // Prefect moves queues that Terraform has planned to leave as they are.
  await stack.becomes('updates queues in place, and deletes one', { work_pool_queues: turned }, { applies: 2 });
  equal(await queuesOf(server), { c: [1, null], b: [2, null], a: [3, 4] });

  const renamed = { worker_work_pool_name: 'other', work_pool_queues: turned };
  await stack.becomes('replaces a pool by one of another name, with its queues', renamed);
  equal(await poolsOf(server), ['other']);
  equal(await queuesOf(server), { c: [1, null], b: [2, null], a: [3, 4] });

  await server.api('PATCH', '/work_pools/other', { description: 'by hand', is_paused: true });
  equal(await stack.changes(), { 'prefect_work_pool.prefect_worker_pool': ['update'] });

  await stack.leaves();
  await stack.becomes('lets a pool be that was taken out of the state', { ...renamed, work_pool: 'output' });
  equal(await poolsOf(server), ['other']);

  await stack.takes(renamed, 'other', Object.keys(turned));
  await stack.becomes('takes over a pool and queues that exist', renamed);
  equal(await poolsOf(server), ['other']);

  await stack.destroy();
  equal(await poolsOf(server), []);
  console.log('All passed.');
}

type Actions = Readonly<Record<string, readonly string[]>>;

interface Expected {
  readonly pool?: readonly string[];
  /** How many it takes. */
  readonly applies?: number;
}

/** One stack whose stack file changes. */
class ManagedStack {
  private terraform: Terraform | undefined;

  constructor(
    private readonly emulator: Emulator,
    private readonly server: PrefectServer,
    private readonly network: { readonly vpcId: string; readonly subnets: readonly string[] },
  ) {}

  /**
   * Applies the stack file with these fields; after that, Terraform wants nothing of Prefect. `pool`: what the plan does
   * with the pool, and nothing else.
   */
  async becomes(what: string, fields: object, { pool, applies = 1 }: Expected = {}): Promise<void> {
    await this.rewrite(fields);
    if (pool !== undefined) equal(await this.changes(), { 'prefect_work_pool.prefect_worker_pool': pool });
    for (let apply = 0; apply < applies; apply += 1) await this.current.apply();
    equal(await this.changes(), {});
    console.log(what);
  }

  /** As the runbook has it for a stack file that stops managing the pools. */
  async leaves(): Promise<void> {
    const { stdout } = await this.current.run('state', 'list');
    await this.current.run('state', 'rm', ...stdout.split('\n').filter((address) => address.startsWith('prefect_')));
  }

  /** As the runbook has it for what exists. */
  async takes(fields: object, pool: string, queues: readonly string[]): Promise<void> {
    await this.rewrite(fields);
    await this.current.run('import', 'prefect_work_pool.prefect_worker_pool', pool);
    for (const queue of queues) {
      await this.current.run('import', `prefect_work_queue.prefect_worker_queue_${queue}`, `${pool},${queue}`);
    }
    const created = Object.values(await this.changes()).filter((actions) => actions.includes('create'));
    equal(created, []);
  }

  /** What the next apply would change in Prefect. */
  async changes(): Promise<Actions> {
    const { resource_changes: changes } = await this.current.plan();
    const isChange = ({ address, change }: ResourceChange) =>
      address.startsWith('prefect_') && change.actions.join() !== 'no-op';
    return Object.fromEntries(changes.filter(isChange).map(({ address, change }) => [address, change.actions]));
  }

  async destroy(): Promise<void> {
    await this.current.destroy();
  }

  private get current(): Terraform {
    if (this.terraform === undefined) throw new Error('nothing was generated');
    return this.terraform;
  }

  /** Generates anew, over the state that there is. */
  private async rewrite(fields: object): Promise<void> {
    const { vpcId, subnets } = this.network;
    const folder = generated('managed', {
      ...{ vpc_id: vpcId, worker_subnets: subnets, prefect_account_id: null, prefect_workspace_id: null },
      prefect: { api_url: this.server.apiUrl, auth: 'auth_string' },
      ...{ work_pool: 'managed', worker_work_pool_name: 'pool', work_pool_queues: QUEUES },
      ...fields,
      flow_runs: { image: 'example.com/flows:1', ...('flow_runs' in fields ? (fields.flow_runs as object) : {}) },
    });
    if (this.terraform !== undefined) copyFileSync(join(this.terraform.folder, STATE), join(folder, STATE));
    this.terraform = new Terraform(folder, {
      ...this.emulator.variables,
      TF_VAR_prefect_api_auth_string: PASSWORD,
      PREFECT_BASIC_AUTH_KEY: PASSWORD,
      // The provider reads the profiles of who runs it.
      HOME: folder,
    });
    await this.terraform.init();
  }
}

async function poolsOf(server: PrefectServer): Promise<string[]> {
  return (await server.api('POST', '/work_pools/filter', {})).map(({ name }: Answer) => name);
}

async function templateOf(server: PrefectServer, pool: string): Promise<Answer> {
  return (await server.api('GET', `/work_pools/${pool}`)).base_job_template;
}

/** Of each queue but default, its priority and limit. */
async function queuesOf(server: PrefectServer): Promise<Record<string, [number, number | null]>> {
  const queues: Answer[] = await server.api('POST', '/work_queues/filter', {});
  const own = queues.filter(({ name }) => name !== 'default').sort((one, other) => one.priority - other.priority);
  return Object.fromEntries(own.map(({ name, priority, concurrency_limit: limit }) => [name, [priority, limit]]));
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
