import type { Decided, Environment } from '../../environment/environment';
import { type Item, nameOf, when } from '../../inventory/item';
import { everyFlowRuns } from '../flow-runs/own-flow-runs';
import { flowRunSecrets, otherSecrets, type Store, workerSecrets } from '../secrets/inventory';
import { allWorkers } from '../workers/all-workers';
import { partOf } from './created-vpc-inventory';
import { ENDPOINT_SERVICES, type EndpointService, fargateTasksCallEcs } from './endpoint-services';
import { vpcKey } from './inventory';

/** The endpoints of a created VPC. */
export function endpoints(environment: Environment): readonly Item[] {
  if (environment.network.create === undefined) return [];
  const interfaces = interfaceEndpoints(environment);
  return [
    {
      address: 'aws_vpc_endpoint.prefect_worker_endpoint_s3',
      purpose: 'S3 gateway endpoint (free of charge)',
      name: partOf(environment, '-s3'),
    },
    ...when(
      interfaces.length > 0,
      {
        address: 'aws_security_group.prefect_worker_endpoints',
        purpose: 'Security group of the interface endpoints',
        name: nameOf(environment, 'endpointsSecurityGroup', { within: vpcKey(environment) }),
      },
      {
        address: 'aws_security_group_rule.endpoints_inbound',
        purpose: 'Ingress of the interface endpoints from the VPC (port 443)',
      },
      ...interfaces.map((service) => ({
        address: `aws_vpc_endpoint.prefect_worker_endpoint_${service.replace(/\W/g, '_')}`,
        purpose: `Interface endpoint of ${service}`,
        name: partOf(environment, `-${service}`),
      })),
    ),
  ];
}

type Uses = Readonly<Record<EndpointService, (environment: Called) => boolean>>;

/** The environment, in a stack as well as before it. */
type Called = Decided & { readonly inputs: Pick<Environment['inputs'], 'workerType'> };

/**
 * Who calls an AWS service from the VPC: workers, flow runs, instances, and ECS for them. Secrets are decrypted within
 * AWS; ECS Exec with a key of one's own calls KMS from the task.
 * Sources: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html, and ecs-exec.html there.
 */
const USES: Uses = {
  // prefect-aws looks networks up unless the job configuration pins them.
  ec2: (environment) =>
    environment.inputs.workerType === 'ecs' &&
    (environment.flowRuns === undefined || everyFlowRuns(environment).some(({ network }) => network !== 'pinned')),
  'ecr.api': () => true,
  'ecr.dkr': () => true,
  ecs: (environment) => environment.inputs.workerType === 'ecs' || agentCallsEcs(environment),
  'ecs-agent': agentCallsEcs,
  'ecs-telemetry': agentCallsEcs,
  kms: ({ cluster }) => cluster.executeCommand?.kmsKey !== undefined,
  logs: writesLogs,
  monitoring: () => false,
  secretsmanager: (environment) => stores(environment).includes('secretsmanager'),
  sqs: ({ crashDetection }) => crashDetection !== undefined,
  ssm: (environment) => stores(environment).includes('ssm') || environment.instances?.sessionManager === true,
  // The agent of the ECS-optimized AMIs needs no ec2messages.
  // Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
  ssmmessages: (environment) =>
    environment.instances?.sessionManager === true ||
    environment.cluster.executeCommand !== undefined ||
    everyFlowRuns(environment).some(({ enableExecuteCommand }) => enableExecuteCommand) ||
    allWorkers(environment).some(({ service }) => service.create && service.enableExecuteCommand),
  sts: () => false,
};

/** The services that get an interface endpoint in a created VPC, sorted. */
export function interfaceEndpoints(environment: Called): string[] {
  const further = environment.network.create?.endpoints;
  if (further === undefined) return [];
  const needed = ENDPOINT_SERVICES.filter((service) => USES[service](environment));
  return [...new Set([...needed, ...further])].sort();
}

function agentCallsEcs({ region, instances }: Called): boolean {
  return instances !== undefined || fargateTasksCallEcs(region);
}

function writesLogs(environment: Called): boolean {
  const { logs, cluster } = environment;
  const flowRuns = everyFlowRuns(environment);
  const tasks = [...allWorkers(environment).map(({ container }) => container), ...flowRuns];
  const drivers = tasks
    .flatMap((main) => [main, ...Object.values(main.sidecars)])
    .map(({ logConfiguration }) => typeof logConfiguration === 'object' && logConfiguration.logDriver);
  return (
    logs.group !== 'none' ||
    flowRuns.some(({ log }) => log.group !== 'none') ||
    cluster.executeCommand !== undefined ||
    drivers.includes('awslogs')
  );
}

function stores(environment: Called): Store[] {
  return [
    ...workerSecrets(environment),
    ...otherSecrets(environment),
    ...everyFlowRuns(environment).flatMap((flowRuns) => flowRunSecrets({ flowRuns })),
  ].map(({ store }) => store);
}
