import { type FilteredLogEvent, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { shellWord } from '../../runbook/shell';
import type { Check, Context } from '../context';
import { type Explained, type Finding, ok, problem, unread, warning } from '../finding';
import type { FindingId } from '../finding-id';
import { explain } from '../known-causes';
import { isMissing, looking } from '../unread';
import { currentTask, inWords, type Worker, workerContainer } from '../workers';

const HOUR = 3_600_000;

/** With these the worker works. */
const MILD: readonly FindingId[] = ['server-older'];

/** A line this old may report something that is over. */
const RECENT = 10 * 60_000;

/** What is looked for in the log: a part of each line that known-causes.ts can explain. */
export const TERMS: readonly string[] = [
  '401 Unauthorized',
  '403 Forbidden',
  '429 Too Many',
  'Illegal header value',
  'not found!',
  'type mismatch',
  'Unable to start worker',
  'No module named',
  'No such option',
  'Unknown option',
  'NoRegionError',
  'You must specify a region',
  'ECS observer has crashed',
  'SQS polling exceeded',
  'does not exist in region',
  // The errors of AWS, as boto3 writes them.
  'when calling the',
  'not authorized to perform',
  'KeyError',
  'vpc_id',
  'Failed to run ECS task',
  'Failed the last',
  'error threshold',
  'ConnectError',
  'ConnectTimeout',
  'connection attempts failed',
  'service not known',
  'CERTIFICATE_VERIFY_FAILED',
  'has not polled',
  'incompatible versions',
  'older version of Prefect',
  'Capacity is unavailable',
  'limit on the number of',
  'endpoint URL',
  'PoolTimeout',
];

/**
 * At most 1024 characters, each term quoted.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 */
export const PATTERN = TERMS.map((term) => `?"${term}"`).join(' ');

/** Pages of events that are read at most: a log may be long. CloudWatch searches each for some time, and it may be empty. */
const PAGES = 20;

/** Lines of each worker's log that report what is wrong. */
export const checkWorkerLogs: Check = async (context) => {
  const applied = context.workers.filter(({ live }) => live !== undefined);
  const found = await Promise.all(
    applied.map((worker) =>
      looking(`${inWords(worker)}: log`, 'logs:FilterLogEvents', () => workerLog(context, worker)),
    ),
  );
  return found.flat();
};

async function workerLog(context: Context, worker: Worker): Promise<Finding[]> {
  const subject = `${inWords(worker)}: log`;
  const { logDriver, options = {} } = workerContainer(currentTask(worker))?.logConfiguration ?? {};
  const { 'awslogs-group': group, 'awslogs-stream-prefix': prefix } = options;
  if (logDriver !== 'awslogs' || !group) return [];
  let read: ReadEvents;
  try {
    read = await eventsOf(context, group, prefix);
  } catch (error) {
    if (!isMissing(error)) throw error;
    return [
      problem(subject, {
        id: 'log-group-missing',
        seen: `there is no log group ${group}`,
        cause: 'It was deleted, and tasks cannot start without it.',
        wayOut: 'Apply again.',
        section: 'Is it down?',
      }),
    ];
  }
  const lines = groupLines(read.events);
  if (lines.length === 0) return [read.isWhole ? nothingIn(subject, group) : partOf(subject, group, context)];
  return lines.map(({ explained, times, last }) => {
    const age = context.now.getTime() - last;
    const often = times === 1 ? 'once' : `${times} times`;
    const seen = `${often} in the last hour, the last time ${minutes(age)} ago: ${explained.seen}`;
    return (age <= RECENT && !MILD.includes(explained.id) ? problem : warning)(subject, { ...explained, seen });
  });
}

function nothingIn(subject: string, group: string): Finding {
  return ok(subject, `nothing in ${group} reports a problem in the last hour`);
}

function partOf(subject: string, group: string, { aws }: Context): Finding {
  const seen = `${group} is long: only the first part of the last hour was read, and it reports no problem`;
  return unread(
    subject,
    seen,
    `Read the newest lines: aws logs tail ${shellWord(group)} --region ${aws.region} --since 10m`,
  );
}

interface ReadEvents {
  readonly events: readonly FilteredLogEvent[];
  /** Whether all of the last hour was read: the oldest events come first. */
  readonly isWhole: boolean;
}

async function eventsOf({ aws, now }: Context, group: string, prefix?: string): Promise<ReadEvents> {
  const events: FilteredLogEvent[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const answer = await aws.logs.send(
      new FilterLogEventsCommand({
        logGroupName: group,
        ...(prefix && { logStreamNamePrefix: `${prefix}/` }),
        startTime: now.getTime() - HOUR,
        filterPattern: PATTERN,
        nextToken,
      }),
    );
    events.push(...(answer.events ?? []));
    nextToken = answer.nextToken;
    if (nextToken === undefined) break;
  }
  return { events, isWhole: nextToken === undefined };
}

interface Lines {
  readonly explained: Explained;
  readonly times: number;
  readonly last: number;
}

/** Lines of one cause are one finding; the newest is shown. */
function groupLines(events: readonly FilteredLogEvent[]): Lines[] {
  const groups = new Map<string, Lines>();
  for (const { message = '', timestamp = 0 } of events) {
    const explained = explain(message, 'log');
    if (explained === undefined) continue;
    const before = groups.get(explained.id);
    const newest = before === undefined || timestamp >= before.last;
    groups.set(explained.id, {
      explained: newest ? explained : before.explained,
      times: (before?.times ?? 0) + 1,
      last: newest ? timestamp : before.last,
    });
  }
  return [...groups.values()];
}

export function minutes(milliseconds: number): string {
  const number = Math.max(0, Math.round(milliseconds / 60_000));
  return number === 1 ? '1 minute' : `${number} minutes`;
}
