import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  type ContainerDefinition,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
} from '@aws-sdk/client-ecs';
import { environmentFolder, generateOnly } from '../../src/output/generate';
import type { Emulator } from './emulator';
import { environmentOf, scratchFolder } from './stack-files';
import { Terraform } from './terraform';

/** An environment that was applied. */
export interface AppliedStack {
  readonly name: string;
  /** What an ops team receives. */
  readonly folder: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** The queue of task state changes that the stack has made; undefined where it detects no crashes. */
export function createEventQueue({ outputs }: AppliedStack): string | undefined {
  return outputs['prefect_worker_event_queue_name'] as string | undefined;
}

/**
 * The server is on this machine, which a stack file may name only where there is a container beside the worker that
 * could be the way to it.
 */
const WAY_TO_SERVER = 'way-to-server';

function withWayToServer({ worker = {}, ...fields }: { readonly worker?: object }): object {
  return { ...fields, worker: { ...worker, sidecars: { [WAY_TO_SERVER]: { image: 'proxy:1' } } } };
}

/** What the stack file generates, in a folder of its own: the one that an ops team receives. */
export function generated(name: string, fields: object): string {
  const folder = scratchFolder();
  for (const [path, text] of generateOnly([environmentOf(withWayToServer(fields), name)])) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return join(folder, environmentFolder(name));
}

/** Generates and applies it with the real Terraform. */
export async function applied(name: string, fields: object, variables: NodeJS.ProcessEnv): Promise<AppliedStack> {
  const folder = generated(name, fields);
  const terraform = new Terraform(folder, variables);
  await terraform.init();
  await terraform.apply();
  return { name, folder, outputs: await terraform.outputs() };
}

/** The worker's container, as the service's task definition has it. */
export async function workerDefinition(
  emulator: Emulator,
  { outputs }: AppliedStack,
  region = 'us-east-1',
): Promise<ContainerDefinition> {
  const ecs = emulator.client(ECSClient, region);
  const [, cluster = '', service = ''] = String(outputs['prefect_worker_service_id']).split('/');
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
  const taskDefinition = services?.[0]?.taskDefinition;
  const described = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
  const containers = described.taskDefinition?.containerDefinitions ?? [];
  return containers.find((container) => container.name !== WAY_TO_SERVER) as ContainerDefinition;
}
