import { faultAt, noEffect, pathsInFile, type Rule, warning, when } from '../../environment/rule';
import { MOST_TAGS } from '../../values/limits/ecs';
import { FARGATE_CPU, FARGATE_MEMORY_BY_CPU, fargateMemoryInWords } from '../../values/limits/fargate';
import { MOST_SECURITY_GROUPS } from '../../values/limits/network';
import { fewCpuUnits, fewMebibytes } from '../../values/sizes';
import { isFargate } from '../capacity/on-fargate';
import { ownUrlOf } from '../network/needs';
import { ruleFits } from '../network/rules';
import { isPrefectCloud } from '../prefect/rules';
import { flowRunsOnInstances, usesFargateSpot } from './capacity';
import { FLOW_RUNS, ofFlowRuns } from './of-flow-runs';

/** Tags that prefect-aws puts on the task of each flow run, by which it finds it again. */
const TAGS_OF_PREFECT = 12;

const onlyForEcs: Rule = (environment) => {
  const { workerType } = environment.inputs;
  return pathsInFile(environment, [], ['flow_runs', 'image', 'project']).flatMap((path) =>
    noEffect(
      workerType !== 'ecs',
      path,
      `only an ecs worker starts tasks for flow runs, and worker_type is ${workerType}`,
      `set ${path[0]}: null if it comes from a base`,
    ),
  );
};

/** Fargate's pairs of sizes do not bind instances. */
const sizes = ofFlowRuns(({ cpu, memory, capacity, ephemeralStorage }) => {
  if (flowRunsOnInstances(capacity)) {
    return noEffect(
      ephemeralStorage !== undefined,
      [...FLOW_RUNS, 'ephemeral_storage'],
      'it applies only to Fargate; on EC2, tasks use the disk of the instance',
    );
  }
  if (!FARGATE_CPU.includes(cpu)) {
    return faultAt(
      [...FLOW_RUNS, 'cpu'],
      `is not available on Fargate; allowed, in units of 1/1024 vCPU: ${FARGATE_CPU.join(', ')}`,
      fewCpuUnits(cpu) ?? 'set one of these; only EC2 instances run tasks of other sizes: flow_runs.capacity: ec2',
    );
  }
  return when(
    !FARGATE_MEMORY_BY_CPU.get(cpu)?.includes(memory),
    [...FLOW_RUNS, 'memory'],
    `is not available on Fargate with flow_runs.cpu ${cpu}; allowed: ${fargateMemoryInWords(cpu)}`,
    fewMebibytes(memory) ?? 'change flow_runs.memory, flow_runs.cpu, or both',
  );
});

/** A subnet in which the worker needs a public address has no other way to the internet. */
const publicSubnets = ofFlowRuns(({ assignPublicIp, subnets }, environment) => {
  const { network } = environment;
  return warning(
    'unreachable',
    network.create === undefined &&
      network.assignPublicIp &&
      !assignPublicIp &&
      subnets === undefined &&
      isPrefectCloud(environment) &&
      ownUrlOf(environment.flowRuns) === undefined,
    [...FLOW_RUNS, 'assign_public_ip'],
    'leaves flow runs without a way to Prefect Cloud: they are in the subnets in which the worker has a public address (network.assign_public_ip)',
    'remove it; or set flow_runs.subnets to subnets with a NAT gateway',
  );
});

const capacity = ofFlowRuns(({ capacity: chosen, architecture, assignPublicIp }, { region }) => {
  const path = [...FLOW_RUNS, 'capacity'];
  const strategy = typeof chosen === 'string' ? [] : chosen;
  const providers = strategy.map(({ capacityProvider }) => capacityProvider);
  return [
    ...when(
      providers.some(isFargate) && !providers.every(isFargate),
      path,
      'cannot contain both Fargate and EC2 capacity providers: ECS rejects such a strategy',
      'use either FARGATE and FARGATE_SPOT, or providers on EC2',
    ),
    ...when(
      new Set(providers).size < providers.length,
      path,
      'contains a capacity provider twice',
      'remove one of the two',
    ),
    ...when(
      strategy.filter(({ base }) => base > 0).length > 1,
      path,
      'only one capacity provider can have a base',
      'remove the other base',
    ),
    ...when(
      strategy.length > 0 && strategy.every(({ weight }) => weight === 0),
      path,
      'at least one weight must be above 0: otherwise no flow run starts',
      'set weight: 1 for one of them',
    ),
    ...when(
      usesFargateSpot(chosen) && architecture === 'arm64' && region.startsWith('cn-'),
      [...FLOW_RUNS, 'architecture'],
      'must be x86_64: in China, Fargate Spot runs x86_64 only',
      'set architecture: x86_64, or capacity: fargate',
    ),
    ...when(
      flowRunsOnInstances(chosen) && assignPublicIp,
      [...FLOW_RUNS, 'assign_public_ip'],
      'must be false on EC2: tasks on instances get no public address',
      'set assign_public_ip: false, or capacity: fargate',
    ),
  ];
});

const securityGroups = ofFlowRuns((flowRuns, { network }) => {
  const { ownSecurityGroup: own, securityGroups: named, workerSecurityGroups } = flowRuns;
  const ofWorker =
    network.securityGroups.length + (network.createSecurityGroup ? 1 : 0) + (network.defaultSecurityGroup ? 1 : 0);
  const others = named.length + (own ? 1 : 0);
  const count = others + (workerSecurityGroups ? ofWorker : 0);
  const ownPath = [...FLOW_RUNS, 'own_security_group'];
  return [
    ...when(
      !workerSecurityGroups && others === 0,
      [...FLOW_RUNS, 'worker_security_groups'],
      'must not be false without another security group',
      'set own_security_group or security_groups',
    ),
    ...when(
      // Too many groups of the worker are its own mistake.
      others > 0 && count > MOST_SECURITY_GROUPS,
      [...FLOW_RUNS, 'security_groups'],
      `a flow run would have ${count} security groups: AWS allows at most ${MOST_SECURITY_GROUPS} for a task`,
      'remove some; own_security_group and the groups of the worker (worker_security_groups) count too',
    ),
    ...(Array.isArray(own?.egress) ? own.egress : []).flatMap((rule, index) =>
      ruleFits(rule, [...ownPath, 'egress', index]),
    ),
    ...(own?.ingress ?? []).flatMap((rule, index) => ruleFits(rule, [...ownPath, 'ingress', index])),
  ];
});

const labels = ofFlowRuns((flowRuns, { tags }) =>
  when(
    new Set([...Object.keys(tags), ...Object.keys(flowRuns.labels)]).size > MOST_TAGS - TAGS_OF_PREFECT,
    Object.keys(flowRuns.labels).length === 0 ? ['tags'] : [...FLOW_RUNS, 'labels'],
    `labels and tags together must be at most ${MOST_TAGS - TAGS_OF_PREFECT}: AWS allows ${MOST_TAGS} tags on a task, and Prefect uses ${TAGS_OF_PREFECT}`,
    'remove some labels or tags',
  ),
);

export const FLOW_RUN_RULES: readonly Rule[] = [publicSubnets, onlyForEcs, sizes, capacity, securityGroups, labels];
