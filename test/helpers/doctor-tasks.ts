import { ECSClient, RegisterTaskDefinitionCommand, RunTaskCommand, StopTaskCommand } from '@aws-sdk/client-ecs';
import type { Emulator } from './emulator';
import { networkWithNames } from './prefect-network';

/**
 * A task of a service that stopped for this reason. The emulator starts none for a service, and lists those of the
 * cluster as those of each service; the reason is what StopTask was given.
 */
export async function stoppedTask(emulator: Emulator, cluster: string, reason: string): Promise<void> {
  const ecs = emulator.client(ECSClient);
  const { subnets } = await networkWithNames(emulator);
  const { taskDefinition } = await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: 'stopped',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      containerDefinitions: [{ name: 'worker', image: 'example:1', cpu: 256, memory: 512 }],
    }),
  );
  const { tasks = [] } = await ecs.send(
    new RunTaskCommand({
      cluster,
      taskDefinition: taskDefinition?.taskDefinitionArn,
      launchType: 'FARGATE',
      networkConfiguration: {
        awsvpcConfiguration: { subnets: [...subnets], securityGroups: ['sg-0a51c9e27f3b64d80'] },
      },
    }),
  );
  await ecs.send(new StopTaskCommand({ cluster, task: tasks[0]?.taskArn, reason }));
}
