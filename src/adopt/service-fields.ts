import type { Fields } from '../init/answers';
import { isMap } from '../stack-file/is-map';
import type { FoundWorker } from './found-worker';
import { blockOf, keptIn, type Resource, textOf } from './resource';

interface Share {
  readonly provider: string;
  readonly base: number;
  readonly weight: number;
}

/** Source: CapacityProviderStrategyItem in the API reference of ECS: without a base 0, without a weight 0. */
function sharesOf({ values }: Resource): readonly Share[] {
  return [values['capacity_provider_strategy'] ?? []]
    .flat()
    .filter(isMap)
    .map(({ capacity_provider: provider, base, weight }) => ({
      provider: String(provider),
      base: Number(base ?? 0),
      weight: Number(weight ?? 0),
    }));
}

/** The capacity providers of its strategy. */
export function strategyOf(service: Resource): string[] {
  return sharesOf(service).map(({ provider }) => provider);
}

/** A launch type and a strategy cannot be changed into each other in place. */
export function capacityOf(service: Resource): Fields {
  const shares = sharesOf(service);
  const [first] = shares;
  if (first === undefined) return {};
  const of = (provider: string) => shares.find((one) => one.provider === provider);
  const [onDemand, spot] = [of('FARGATE'), of('FARGATE_SPOT')];
  const isKnown = spot !== undefined && spot.base === 0 && shares.length === (onDemand === undefined ? 1 : 2);
  // A stack refuses a base that leaves nothing to Spot.
  const isSpot = isKnown && (onDemand?.base ?? 0) < Number(service.values['desired_count'] ?? 1);
  if (!isSpot) return { type: 'provider', provider: first.provider };
  return {
    type: 'fargate_spot',
    base: onDemand?.base || undefined,
    on_demand_weight: onDemand?.weight || undefined,
    spot_weight: spot.weight === 1 ? undefined : spot.weight,
  };
}

/** The strategy that no field of capacity comes to. */
function ownStrategy(service: Resource): Fields {
  const shares = sharesOf(service);
  const [first] = shares;
  if (first === undefined || capacityOf(service)['type'] !== 'provider') return {};
  const isAsField = shares.length === 1 && first.base === 0 && first.weight === 1;
  if (isAsField) return {};
  return {
    capacity_provider_strategy: shares.map(({ provider, base, weight }) => ({
      capacity_provider: provider,
      weight,
      ...(base > 0 && { base }),
    })),
  };
}

/** Blocks and attributes for which there is no field. */
const KEPT = [
  ...['alarms', 'load_balancer', 'ordered_placement_strategy', 'placement_constraints', 'service_registries'],
  ...['volume_configuration', 'vpc_lattice_configurations'],
];

export function keptOfService(service: Resource): Fields {
  const connect = isClient(service) ? [] : ['service_connect_configuration'];
  // Rolling deployments have fields.
  const strategy = isRolling(service) ? [] : ['deployment_configuration'];
  return { ...keptIn(service, [...KEPT, ...connect, ...strategy]), ...ownStrategy(service) };
}

export function isRolling(service: Resource): boolean {
  const { strategy } = blockOf(service, 'deployment_configuration');
  return ['ROLLING', '', undefined, null].includes(strategy as string);
}

/** Whether its tasks reach others by Service Connect, and none reaches them. */
function isClient(service: Resource): boolean {
  const set = keptIn({ ...service, values: blockOf(service, 'service_connect_configuration') }, ['enabled', 'service']);
  const { namespace, log_configuration: log } = blockOf(service, 'service_connect_configuration');
  const hasLog = Array.isArray(log) ? log.length > 0 : isMap(log);
  return set['enabled'] === true && set['service'] === undefined && typeof namespace === 'string' && !hasLog;
}

export function serviceFieldsOf({ service, origin, scaling }: FoundWorker): Fields {
  const { values } = service;
  const propagated = textOf(service, 'propagate_tags');
  const breaker = blockOf(service, 'deployment_circuit_breaker');
  const platform = textOf(service, 'platform_version');
  // The modules that we know have none: whoever added it keeps it.
  const scalingFields = origin === undefined ? scaling?.fields : scaling && { ignore: ['desired_count'] };
  const isTrue = (attribute: string) => (values[attribute] === true ? true : undefined);
  const other = (attribute: string, usual: number) => {
    const value = values[attribute];
    return typeof value === 'number' && value !== usual ? value : undefined;
  };
  return {
    enable_execute_command: isTrue('enable_execute_command'),
    deployment_circuit_breaker:
      breaker['enable'] === true ? { enable: true, rollback: breaker['rollback'] === true } : undefined,
    deployment_minimum_healthy_percent: other('deployment_minimum_healthy_percent', 100),
    deployment_maximum_percent: other('deployment_maximum_percent', 200),
    availability_zone_rebalancing:
      textOf(service, 'availability_zone_rebalancing') === 'ENABLED' ? 'ENABLED' : undefined,
    wait_for_steady_state: isTrue('wait_for_steady_state'),
    health_check_grace_period_seconds: other('health_check_grace_period_seconds', 0),
    enable_ecs_managed_tags: isTrue('enable_ecs_managed_tags'),
    propagate_tags: propagated === undefined || propagated === 'NONE' ? undefined : propagated,
    platform_version: platform === 'LATEST' ? undefined : platform,
    service_connect: isClient(service)
      ? { namespace: blockOf(service, 'service_connect_configuration')['namespace'] }
      : undefined,
    ...scalingFields,
  };
}
