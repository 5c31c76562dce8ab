import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import {
  CreateServiceCommand,
  DeleteServiceCommand,
  DeregisterTaskDefinitionCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import { type DescribedStack, describedStack } from '../../src/adopt/cloudformation-stack';
import { documentIn } from '../../src/adopt/cloudformation-template';
import { blockOf, type Resource, textOf } from '../../src/adopt/resource';
import type { Emulator } from './emulator';

/** Stacks of CloudFormation in the emulator. */
export class CloudFormation {
  private readonly client: CloudFormationClient;

  constructor(emulator: Emulator) {
    this.client = emulator.client(CloudFormationClient);
  }

  /**
   * With DeletionPolicy: Retain from the beginning: an update of the emulator creates anew whatever differs, also where
   * AWS changes only how it would be deleted.
   */
  async create(StackName: string, template: string, inputs: Readonly<Record<string, string>>): Promise<void> {
    const Parameters = Object.entries(inputs).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    }));
    const { Resources, ...rest } = documentIn(template) as { Resources: Record<string, object> };
    const retained = Object.entries(Resources).map(([logicalId, resource]) => [
      logicalId,
      { ...resource, DeletionPolicy: 'Retain' },
    ]);
    const TemplateBody = JSON.stringify({ ...rest, Resources: Object.fromEntries(retained) });
    const Capabilities = ['CAPABILITY_NAMED_IAM' as const];
    await this.client.send(new CreateStackCommand({ StackName, TemplateBody, Parameters, Capabilities }));
  }

  async describe(StackName: string): Promise<DescribedStack> {
    const { Stacks } = await this.client.send(new DescribeStacksCommand({ StackName }));
    const { StackResources } = await this.client.send(new DescribeStackResourcesCommand({ StackName }));
    return describedStack([{ Stacks }, { StackResources }]) as DescribedStack;
  }

  async delete(StackName: string): Promise<void> {
    await this.client.send(new DeleteStackCommand({ StackName }));
  }
}

/**
 * Creates a service and its task definition again, as the template has them: the emulator's CloudFormation knows neither
 * network, launch type nor roles. Gives the ARN of the new revision.
 */
export async function createAsInTemplate(endpoint: string, resources: readonly Resource[]): Promise<string> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const ecs = new ECSClient({ region: 'us-east-1', endpoint, credentials });
  const of = (type: string) => resources.find((one) => one.type === type) as Resource;
  const task = of('aws_ecs_task_definition');
  const service = of('aws_ecs_service');
  const {
    subnets,
    security_groups: securityGroups,
    assign_public_ip: isPublic,
  } = blockOf(service, 'network_configuration');
  await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: textOf(task, 'arn') }));
  const { taskDefinition } = await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: textOf(task, 'family'),
      cpu: textOf(task, 'cpu'),
      memory: textOf(task, 'memory'),
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      executionRoleArn: textOf(task, 'execution_role_arn'),
      taskRoleArn: textOf(task, 'task_role_arn'),
      containerDefinitions: JSON.parse(textOf(task, 'container_definitions') as string),
    }),
  );
  const cluster = textOf(service, 'cluster');
  await ecs.send(new DeleteServiceCommand({ cluster, service: textOf(service, 'name'), force: true }));
  await ecs.send(
    new CreateServiceCommand({
      cluster,
      serviceName: textOf(service, 'name'),
      desiredCount: 1,
      launchType: 'FARGATE',
      taskDefinition: taskDefinition?.taskDefinitionArn,
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: subnets as string[],
          securityGroups: securityGroups as string[],
          assignPublicIp: isPublic === true ? 'ENABLED' : 'DISABLED',
        },
      },
    }),
  );
  return taskDefinition?.taskDefinitionArn as string;
}
