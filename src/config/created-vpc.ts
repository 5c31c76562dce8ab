import { divided } from './address-ranges';
import type { ApiKey } from './api-key';
import type { SecretSource } from './aws-fields';
import { detectsCrashes } from './crash-detection';
import { type EndpointService, fargateTasksCallEcs } from './endpoint-services';
import type { Config } from './schema';

type Wanted = NonNullable<Config['network']['create']>;

/** A VPC of this environment's own, with every default resolved. Its subnets are listed zone by zone. */
export interface CreatedVpc extends Pick<Wanted, 'cidrBlock' | 'publicOnly' | 'flowLogs'> {
  readonly privateSubnets: readonly string[];
  readonly publicSubnets: readonly string[];
  readonly nat: NonNullable<Wanted['nat']>;
  /** Interface endpoints. */
  readonly endpoints: readonly EndpointService[];
}

export function toCreatedVpc(wanted: Wanted, config: Config, apiKey: ApiKey): CreatedVpc {
  const { cidrBlock, publicOnly, flowLogs } = wanted;
  return {
    cidrBlock,
    publicOnly,
    flowLogs,
    ...divided(division(wanted)),
    nat: publicOnly ? 'none' : natOf(wanted),
    endpoints: endpoints(wanted, config, apiKey),
  };
}

export function natOf({ nat = 'single' }: Wanted): NonNullable<Wanted['nat']> {
  return nat;
}

/** Nothing of this VPC reaches the internet. */
export function isIsolated(wanted: Wanted): boolean {
  return !wanted.publicOnly && natOf(wanted) === 'none';
}

/** Which subnets there are: public ones only where something leads to the internet. */
export function division(wanted: Wanted) {
  const { cidrBlock, availabilityZones, privateSubnetPrefix, publicSubnetPrefix, publicOnly } = wanted;
  return {
    cidrBlock,
    zones: availabilityZones,
    privatePrefix: publicOnly ? undefined : privateSubnetPrefix,
    publicPrefix: isIsolated(wanted) ? undefined : publicSubnetPrefix,
  };
}

function endpoints(wanted: Wanted, config: Config, apiKey: ApiKey): EndpointService[] {
  const { endpoints = isIsolated(wanted) } = wanted;
  if (endpoints === false) return [];
  const further = endpoints === true ? [] : endpoints;
  return [...new Set([...needed(config, apiKey), ...further])].sort();
}

/** What the worker, its flow runs and ECS call for them. Secrets are decrypted within AWS: none needs kms. */
function needed(config: Config, apiKey: ApiKey): EndpointService[] {
  const { region, workerType, logs, cluster } = config;
  const stores = secretStores(config, apiKey);
  const newRegion = fargateTasksCallEcs(region);
  const uses: [EndpointService, boolean][] = [
    ['ecr.api', true],
    ['ecr.dkr', true],
    ['ecs', workerType === 'ecs' || newRegion],
    ['ecs-agent', newRegion],
    ['ecs-telemetry', newRegion],
    ['logs', logs.group !== 'none'],
    ['secretsmanager', stores.has('secretsmanager')],
    ['sqs', detectsCrashes(config)],
    ['ssm', stores.has('ssm')],
    ['ssmmessages', cluster.executeCommand !== undefined],
  ];
  return uses.flatMap(([service, isUsed]) => (isUsed ? [service] : []));
}

/** The services from which ECS reads the worker's secrets. */
function secretStores({ prefect, worker }: Config, apiKey: ApiKey): ReadonlySet<EndpointService> {
  const { apiUrl, customHeaders, caCertificate } = prefect;
  const sources: (SecretSource | undefined)[] = [
    apiKey.from === 'existing' ? apiKey.source : undefined,
    typeof apiUrl === 'object' ? apiUrl.secret : undefined,
    customHeaders,
    caCertificate,
    ...Object.values(worker.secrets),
  ];
  const storeOf = ({ ssmParameter }: SecretSource) => (ssmParameter === undefined ? 'secretsmanager' : 'ssm');
  return new Set([
    ...sources.flatMap((source): EndpointService[] => (source === undefined ? [] : [storeOf(source)])),
    ...(apiKey.from === 'input' ? ([apiKey.store === 'secret' ? 'secretsmanager' : 'ssm'] as const) : []),
  ]);
}
