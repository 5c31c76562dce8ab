import { spawnSync } from 'node:child_process';
import { type Aws, connect } from '../../src/doctor/aws';
import type { Check, Context, PrefectCheck } from '../../src/doctor/context';
import type { Finding } from '../../src/doctor/finding';
import { PrefectApi } from '../../src/doctor/prefect-api';
import { UNKNOWN } from '../../src/doctor/terraform-value';
import { plannedWorkers, type Worker } from '../../src/doctor/workers';
import { type Answered, againstShapes } from './aws-shapes';
import { plannedStackOf, stackOf } from './doctor-stack';
import { ACCOUNT } from './emulator';

// biome-ignore lint/suspicious/noExplicitAny: what was asked for.
type Asked = any;
type Answer = object | Error;

/** What AWS answers, by operation: `DescribeServices`. What is not here is not asked for, or the test fails. */
export type Answers = Readonly<Record<string, Answer | ((asked: Asked, region: string) => Answer)>>;

/** The names of our clients, as botocore names their services. */
const SERVICES: Readonly<Record<string, string>> = {
  quotas: 'service-quotas',
  scaling: 'application-autoscaling',
  secrets: 'secretsmanager',
};

/** All answers that tests gave. */
const given: Answered[] = [];

/** An answer that is none: the service's error of this name. */
export function refusal(name: string, message = name): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 400 } });
}

/** The clients of AWS, which send nothing, and answer what a test says. */
export function recordedAws(answers: Answers, region = 'us-east-1'): Aws {
  const sendOf = (name: string) => async (command: { input: Asked }) => {
    const operation = command.constructor.name.replace(/Command$/, '');
    const found = answers[operation];
    if (found === undefined) throw new Error(`nothing is answered to ${operation}`);
    const answer = typeof found === 'function' ? found(command.input, region) : found;
    if (answer instanceof Error) throw answer;
    given.push([SERVICES[name] ?? name, operation, answer]);
    return answer;
  };
  return new Proxy(connect({ region, roles: [], allowedAccounts: [] }), {
    get(aws, name: string & keyof Aws) {
      if (name === 'in') return (other: string) => recordedAws(answers, other);
      const client = aws[name];
      return typeof client === 'object' ? Object.assign(client, { send: sendOf(name) }) : client;
    },
  });
}

/** A test that holds all answers of the tests before it against the models of AWS. */
export function holdAnswersAgainstShapes(): void {
  const hasModels =
    process.env['REQUIRE_TOOLS'] !== undefined || spawnSync('python3', ['-c', 'import botocore']).status === 0;
  (hasModels ? test : test.skip)('every answer above has the form that AWS documents (needs botocore)', () => {
    expect(given).not.toEqual([]);
    expect(againstShapes(given)).toBe('');
  });
}

/** When the tests look. */
export const NOW = new Date('2026-11-27T03:00:00Z');

/** What a test has otherwise than the applied example `prod`, of which everything is as it should be. */
export interface Situation {
  readonly example?: string;
  /** Instead of an example: a stack file with the required fields and these. */
  readonly fields?: object;
  /** Left out: as planned, applied. */
  readonly applied?: boolean;
  /** Of the service that runs. */
  readonly service?: object;
  /** Of each planned worker. */
  readonly worker?: Partial<Worker>;
  /** Of each container of it. */
  readonly container?: object;
  readonly env?: NodeJS.ProcessEnv;
}

export function contextOf(answers: Answers, situation: Situation = {}): Context {
  const { example = 'prod', fields, applied = true, service, worker, container, env = {} } = situation;
  const stack = fields === undefined ? stackOf(example) : plannedStackOf(fields);
  const workers = plannedWorkers(stack).map((planned): Worker => {
    const containers = planned.task.containers.map((one) => ({ ...one, ...container }));
    const changed = { ...planned, task: { ...planned.task, containers }, ...worker };
    return applied ? { ...changed, live: liveOf(changed, service) } : changed;
  });
  const provider = { region: 'us-east-1', roles: [], allowedAccounts: [] };
  return { provider, account: ACCOUNT, aws: recordedAws(answers), stack, workers, now: NOW, env };
}

/** What runs of a worker after its apply, with what only AWS knows before. */
function liveOf({ service, desiredCount = 1, placement, task }: Worker, changes: object = {}): Worker['live'] {
  const { subnets, publicAddress } = placement;
  const whole = JSON.parse(known(JSON.stringify(task)));
  return {
    service: {
      serviceName: service,
      status: 'ACTIVE',
      desiredCount,
      runningCount: desiredCount,
      pendingCount: 0,
      deployments: [{ status: 'PRIMARY', rolloutState: 'COMPLETED' }],
      events: [],
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: [...subnets],
          securityGroups: ['sg-0a51c9e27f3b64d80'],
          assignPublicIp: publicAddress ? 'ENABLED' : 'DISABLED',
        },
      },
      ...changes,
    },
    definition: {
      containerDefinitions: whole.containers,
      executionRoleArn: whole.executionRole,
      taskRoleArn: whole.taskRole,
      runtimePlatform: { cpuArchitecture: whole.architecture },
    },
  };
}

/** A text with something in the place of each part that only AWS knows. */
function known(text: string): string {
  return text.replaceAll(UNKNOWN, 'AbCdEf');
}

/** What a look finds, a line each: `problem tasks-missing: 1 of 2 tasks run`. */
export async function seenBy(check: Check, answers: Answers, situation?: Situation): Promise<string[]> {
  return linesOf(await check(contextOf(answers, situation)));
}

/** The same of a look at Prefect, whose API has this URL. */
export async function seenInPrefect(
  check: PrefectCheck,
  url: string,
  answers: Answers = {},
  situation?: Situation,
): Promise<string[]> {
  return linesOf(await check({ ...contextOf(answers, situation), api: new PrefectApi(url) }));
}

export function linesOf(findings: readonly Finding[]): string[] {
  return findings.map(({ status, id, subject, seen }) => `${status}${id ? ` ${id}` : ''}, ${subject}: ${seen}`);
}
