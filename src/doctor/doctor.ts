import { GetParametersCommand } from '@aws-sdk/client-ssm';
import type { Resource } from '../adopt/resource';
import type { LookUps } from '../init/found';
import type { Block, TerraformDocument } from '../runbook/terraform-document';
import { type Aws, connect, providerOf } from './aws';
import { identify } from './checks/account';
import { checkAlarms } from './checks/alarms';
import { checkClusters } from './checks/cluster';
import { checkEgress } from './checks/egress';
import { checkEventRules } from './checks/event-rules';
import { checkFlowRuns } from './checks/flow-runs';
import { checkFlowRunImages, checkImages } from './checks/image';
import { checkInstances } from './checks/instances';
import { reachPrefect } from './checks/prefect';
import { checkQueues } from './checks/queues';
import { checkQuotas } from './checks/quotas';
import { checkFlowRunRoles, checkRoles } from './checks/roles';
import { checkSecrets } from './checks/secrets';
import { checkServices } from './checks/service';
import { checkNamespaces, checkRegistries } from './checks/service-discovery';
import { checkState } from './checks/state';
import { checkStoppedTasks } from './checks/stopped-tasks';
import { checkSubnets } from './checks/subnets';
import { checkWorkPools } from './checks/work-pool';
import { checkWorkerLogs } from './checks/worker-log';
import type { Check, Context, PrefectCheck } from './context';
import { existingWorkers } from './existing-workers';
import { exitCodeOf, type Finding } from './finding';
import { inputsOf } from './inputs';
import { findLive } from './live-workers';
import { lookUpInAws, regionOf } from './look-up-aws';
import { PrefectLookUp } from './look-up-prefect';
import { PlannedStack, parametersOf } from './planned-stack';
import { allOf, type Head, type Part, reportForPeople, reportForPrograms, sectionsOf } from './report';
import { looking } from './unread';
import { plannedWorkers } from './workers';

/** For the command adopt, which shares the clients of AWS. */
export function workersAt(arn: string): Promise<readonly Resource[]> {
  return existingWorkers(arn);
}

/** For the command init, which shares them too. */
export function lookUpsWith({ aws, prefect }: Profiles, env: NodeJS.ProcessEnv): LookUps {
  const ofPrefect = new PrefectLookUp(prefect, env);
  return {
    region: () => regionOf(aws),
    inAws: (region) => lookUpInAws(region, aws),
    inPrefect: () => ofPrefect.found(),
    poolsOf: (where) => ofPrefect.poolsOf(where),
  };
}

/** Their names; left out: what the programs of AWS and Prefect use themselves. */
export interface Profiles {
  readonly aws?: string;
  readonly prefect?: string;
}

/** What is looked at. */
export interface Subject {
  readonly document: TerraformDocument;
  /** The names of the files of the environment's folder. */
  readonly names: readonly string[];
  /** The text of one of them. */
  readonly file: (name: string) => string | undefined;
  readonly env: NodeJS.ProcessEnv;
  /** Left out: now. */
  readonly now?: Date;
}

const BEFORE: readonly Check[] = [
  checkState,
  checkSubnets,
  checkImages,
  checkFlowRunImages,
  checkSecrets,
  checkRoles,
  checkFlowRunRoles,
  checkQuotas,
  checkClusters,
  checkNamespaces,
];
const RUNNING: readonly Check[] = [
  checkServices,
  checkRegistries,
  checkStoppedTasks,
  checkEgress,
  checkWorkerLogs,
  checkInstances,
  checkQueues,
  checkEventRules,
  checkAlarms,
];
const PREFECT: readonly (readonly [string, PrefectCheck])[] = [
  ['work pools', checkWorkPools],
  ['flow runs', checkFlowRuns],
];

/** The report for programs and for people, and the exit code that it means. */
export interface Report {
  readonly data: object;
  readonly text: string;
  readonly exitCode: 0 | 1 | 2;
}

export async function report(head: Omit<Head, 'region' | 'sections'>, subject: Subject): Promise<Report> {
  const parts = await examine(subject);
  const whole = {
    ...head,
    region: providerOf(subject.document.provider?.aws?.[0]).region,
    sections: sectionsOf(subject.file('README.md') ?? ''),
  };
  return {
    data: reportForPrograms(whole, parts),
    text: reportForPeople(whole, parts),
    exitCode: exitCodeOf(allOf(parts)),
  };
}

/** Looks at everything that can be seen from outside, and changes nothing. */
async function examine({ document, names, file, env, now = new Date() }: Subject): Promise<Part[]> {
  const provider = providerOf(document.provider?.aws?.[0]);
  const aws = connect(provider);
  const { finding, account, partition = 'aws' } = await identify(aws, provider, env);
  if (account === undefined) return [{ title: 'Credentials', findings: [finding] }];
  const stack = new PlannedStack(document, {
    account,
    region: provider.region,
    partition,
    dnsSuffix: partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com',
    inputs: inputsOf(names, file, env),
    parameters: await lookedUp(aws, document),
    file,
  });
  const found = await Promise.all(plannedWorkers(stack).map((worker) => findLive(aws, stack, worker)));
  const workers = found.map(({ worker }) => worker);
  const backend = (document.terraform?.['backend'] as Readonly<Record<string, Block>> | undefined)?.['s3'];
  const context: Context = { provider, account, aws, stack, backend, workers, now, env };
  const [before, running, prefect] = await Promise.all([
    all(BEFORE.map((check) => check(context))),
    all(RUNNING.map((check) => check(context))),
    lookAtPrefect(context),
  ]);
  return [
    { title: 'Before an apply', findings: [finding, ...before] },
    { title: 'Workers', findings: [...found.flatMap(({ findings }) => findings), ...running] },
    { title: 'Prefect', findings: prefect },
  ];
}

async function lookAtPrefect(context: Context): Promise<readonly Finding[]> {
  const { findings, api } = await reachPrefect(context);
  if (api === undefined) return findings;
  return [
    ...findings,
    ...(await all(PREFECT.map(([subject, check]) => looking(subject, 'Prefect', () => check({ ...context, api }))))),
  ];
}

async function all(looks: readonly Promise<readonly Finding[]>[]): Promise<Finding[]> {
  return (await Promise.all(looks)).flat();
}

/** The values of the parameters that the stack looks up; those that cannot be read stay unknown. */
async function lookedUp({ ssm }: Aws, document: TerraformDocument): Promise<Record<string, string>> {
  const names = parametersOf(document);
  const values: Record<string, string> = {};
  await looking('parameters', 'ssm:GetParameters', async () => {
    // GetParameters takes ten names.
    for (let from = 0; from < names.length; from += 10) {
      const { Parameters = [] } = await ssm.send(new GetParametersCommand({ Names: names.slice(from, from + 10) }));
      for (const { Name = '', Value = '', Type } of Parameters) if (Type !== 'SecureString') values[Name] = Value;
    }
    return [];
  });
  return values;
}
