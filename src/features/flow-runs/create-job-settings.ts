import type { StackContext } from '../../stack/context';
import type { JsonMap } from '../../terraform/merge';
import { literal, literalDocument, literalMap } from '../../terraform/terraform-text';
import { homeOf } from '../container/create';
import { FLOW_CONTAINER } from '../container/resolve';
import { registeredVolume } from '../container/resources/task-volume';
import { CA_VARIABLE } from '../secrets/create';
import type { JobSettings } from '../work-pool/create-template';
import { TEMPLATE_VARIABLES } from '../work-pool/template-variables';
import { regionVariables } from '../worker/create-variables';
import { CA_FILE } from '../worker/resources/worker-command';
import { CREATED_INSTANCES, flowRunsOnInstances } from './capacity';
import {
  addedOptions,
  credentialValueFrom,
  flowContainer,
  flowSidecars,
  injectsItself,
  isLogOfPrefect,
} from './create-containers';
import type { FlowRunContext, FlowRunResources } from './create-types';
import { flowVolumesOf } from './create-volumes';
import type { FlowRuns } from './resolve';

export function jobSettings(context: StackContext, flowRuns: FlowRunContext): JobSettings {
  const { settings } = flowRuns.resources;
  const network = networkOf(flowRuns);
  const known = Object.entries(settings.variables).filter(([name]) => TEMPLATE_VARIABLES.includes(name));
  const others = Object.entries(settings.variables).filter(([name]) => !TEMPLATE_VARIABLES.includes(name));
  const sidecars = flowSidecars(context, flowRuns);
  return {
    defaults: {
      cluster: flowRuns.resources.cluster.id,
      ...capacity(context, settings),
      ...sizes(flowRuns),
      ...credential(context, flowRuns),
      ...logs(context, flowRuns),
      env: environmentOf(context, flowRuns),
      labels: literalMap({ ...context.environment.tags, ...settings.labels }),
      ...(settings.network === 'as_variables' && { vpc_id: flowRuns.vpcId, network_configuration: network }),
      ...(flowRuns.secrets.injected.some(({ name }) => name === CA_VARIABLE) && { command: CERTIFICATE_COMMAND }),
      ...(sidecars.length > 0 && { container_name: FLOW_CONTAINER }),
      ...(settings.taskDefinitionArn !== undefined && { task_definition_arn: settings.taskDefinitionArn }),
      ...(settings.autoDeregisterTaskDefinition && { auto_deregister_task_definition: true }),
      ...(settings.matchLatestRevisionInFamily && { match_latest_revision_in_family: true }),
      ...documents(known),
    },
    newVariables: documents(others),
    taskDefinition: taskDefinition(context, flowRuns.resources),
    container: flowContainer(context, flowRuns),
    sidecars,
    taskRunRequest: {
      ...(settings.network === 'pinned' && { networkConfiguration: { awsvpcConfiguration: network } }),
      ...(settings.enableExecuteCommand && { enableExecuteCommand: true }),
      ...(settings.propagateTags && { propagateTags: 'TASK_DEFINITION' }),
      // With sidecars the flow's container gets what they leave: its share is not the whole task.
      ...(sidecars.length > 0 && { overrides: { containerOverrides: [FLOW_CONTAINER_OVERRIDE] } }),
    },
    jobConfiguration:
      settings.startTimeoutSeconds === undefined ? {} : { task_start_timeout_seconds: settings.startTimeoutSeconds },
    removedVariables: settings.template?.removeVariables ?? [],
    additionalProperties: settings.template?.additionalProperties ?? true,
    overrides: literalDocument(settings.jobConfiguration) as JsonMap,
  };
}

const FLOW_CONTAINER_OVERRIDE = {
  name: '{{ container_name }}',
  command: '{{ command }}',
  environment: '{{ env }}',
};

/** As the worker does it: a shell writes the authority's certificate, and becomes the flow run. */
const CERTIFICATE_COMMAND = `sh -c 'printf "%s\\n" "$${CA_VARIABLE}" > ${CA_FILE} && exec prefect flow-run execute'`;

function documents(entries: readonly (readonly [string, unknown])[]): JsonMap {
  return Object.fromEntries(entries.map(([name, value]) => [literal(name), literalDocument(value)]));
}

function capacity({ environment: { instances }, names }: StackContext, { capacity: chosen }: FlowRuns): JsonMap {
  if (chosen === 'fargate_spot') return { launch_type: 'FARGATE_SPOT' };
  if (chosen === 'fargate') return { launch_type: 'FARGATE' };
  if (chosen === 'ec2' && instances === undefined) return { launch_type: 'EC2' };
  // A task that is started with a launch type starts no instance: only a capacity provider does.
  const strategy = chosen === 'ec2' ? [{ capacityProvider: CREATED_INSTANCES, weight: 1, base: 0 }] : chosen;
  return {
    // prefect-aws leaves it out of the call; from it follows what the task definition is compatible with.
    launch_type: flowRunsOnInstances(chosen) ? 'EC2' : 'FARGATE',
    capacity_provider_strategy: strategy.map(({ capacityProvider, weight, base }) => ({
      capacityProvider:
        capacityProvider === CREATED_INSTANCES && instances !== undefined ? names.capacityProvider : capacityProvider,
      weight,
      base,
    })),
  };
}

function sizes({ resources: { settings, image, executionRoleArn, taskRoleArn } }: FlowRunContext): JsonMap {
  return {
    cpu: settings.cpu,
    memory: settings.memory,
    image,
    execution_role_arn: executionRoleArn,
    ...(taskRoleArn !== undefined && { task_role_arn: taskRoleArn }),
  };
}

/**
 * The variable by which prefect-aws makes the credential a secret; just the one that fits what the worker has, for with
 * the other its runs crash. Where the container has secrets of its own, the credential is one of these: prefect-aws
 * before 0.7.11 replaces the container's secrets by those of its variables.
 */
function credential({ environment: { apiKey } }: StackContext, { resources, secrets }: FlowRunContext): JsonMap {
  if (apiKey.from === 'nowhere' || secrets.credential === undefined || injectsItself(resources)) return {};
  const variable =
    apiKey.setting === 'PREFECT_API_KEY' ? 'prefect_api_key_secret_arn' : 'prefect_api_auth_string_secret_arn';
  return { [variable]: credentialValueFrom(apiKey.from, secrets) };
}

function logs({ aws }: StackContext, flowRuns: FlowRunContext): JsonMap {
  const { settings, logGroup } = flowRuns.resources;
  if (logGroup === undefined || !isLogOfPrefect(flowRuns)) return {};
  return {
    configure_cloudwatch_logs: true,
    cloudwatch_logs_options: {
      'awslogs-group': logGroup,
      'awslogs-region': aws.region,
      'awslogs-create-group': 'false',
      ...logOptionsOf(settings),
    },
    ...(settings.log.streamPrefix !== undefined && { cloudwatch_logs_prefix: literal(settings.log.streamPrefix) }),
  };
}

/** prefect-aws writes the log configuration itself: what is merged into it must be among these variables. */
function logOptionsOf(settings: FlowRuns): JsonMap {
  const { options = {} } = (settings.attributes['logConfiguration'] ?? {}) as { readonly options?: object };
  return literalDocument({ ...addedOptions(settings), ...options }) as JsonMap;
}

/**
 * The worker hands every setting of Prefect that it has on to flow runs, in clear text. null takes away what is a
 * secret, which they get as one, and what is about the worker alone.
 */
function environmentOf(context: StackContext, { resources, workerVariables }: FlowRunContext): JsonMap {
  const { apiKey } = context.environment;
  const home = homeOf(resources.settings);
  const workerOnlyVariables = workerVariables
    .map(({ name }) => name)
    .filter((name) => name === 'PREFECT_HOME' || name.startsWith('PREFECT_WORKER_'));
  const secret = [
    ...resources.handedOn.map(({ name }) => name).filter((name) => name !== CA_VARIABLE),
    ...(apiKey.from !== 'nowhere' && injectsItself(resources) ? [apiKey.setting] : []),
  ];
  return {
    ...Object.fromEntries([...workerOnlyVariables, ...secret].map((name) => [name, null])),
    ...(flowRunsOnInstances(resources.settings.capacity) && regionVariables(context.aws)),
    ...(home !== undefined && !('HOME' in resources.settings.secrets) && { HOME: home }),
    ...(literalDocument(resources.settings.environment) as JsonMap),
  };
}

function networkOf({ resources: { settings }, network }: FlowRunContext): JsonMap {
  return {
    subnets: network.subnets,
    securityGroups: network.securityGroups,
    assignPublicIp: settings.assignPublicIp ? 'ENABLED' : 'DISABLED',
  };
}

function taskDefinition({ environment }: StackContext, resources: FlowRunResources): JsonMap {
  const { settings } = resources;
  const { architecture, ephemeralStorage, propagateTags, labels } = settings;
  const volumes = flowVolumesOf(resources);
  const tags = Object.entries({ ...environment.tags, ...labels });
  return {
    runtimePlatform: {
      cpuArchitecture: architecture === 'arm64' ? 'ARM64' : 'X86_64',
      operatingSystemFamily: 'LINUX',
    },
    ...(flowRunsOnInstances(settings.capacity) && { networkMode: 'awsvpc', requiresCompatibilities: ['EC2'] }),
    ...(ephemeralStorage !== undefined && { ephemeralStorage: { sizeInGiB: ephemeralStorage } }),
    ...(volumes.length > 0 && { volumes: volumes.map(registeredVolume) }),
    ...(propagateTags && { tags: tags.map(([key, value]) => ({ key: literal(key), value: literal(value) })) }),
  };
}
