import * as z from 'zod';
import { onChangeWith } from '../../values/changes';
import type { Fault } from '../../values/fault';
import { checked, EXAMPLES, group, mustBeOne, text, wholeNumber } from '../../values/fields';
import { inTable } from '../../values/in-table';
import { IMAGE_TAG } from '../../values/limits/images';
import { POOL_NAME, prefectName, WORK_QUEUE_NAME } from '../../values/limits/prefect';
import type { TextLimit } from '../../values/limits/text-limit';
import { hasPlaceholder } from '../../values/placeholder';
import { timeZoneFault } from '../../values/time-zone';
import { cronFault } from './cron';

const PAGE = 'https://docs.prefect.io/v3/how-to-guides/deployments/prefect-yaml';

/** The flow that Prefect imports. A file without a function would be a function called py. */
const ENTRYPOINT: TextLimit = {
  pattern: /^(?!\/)(?!(.*\/)?\.\.\/)([^\s:][^:\n]*:[A-Za-z_]\w*|[A-Za-z_]\w*(?=\.))(\.(?!py$)[A-Za-z_]\w*)*$/,
  allowed:
    'FILE.py:FUNCTION, FILE.py:CLASS.METHOD or MODULE.FUNCTION, the path from the folder in which prefect deploy runs, without ../',
  example: 'flows/etl.py:etl',
  source: `${PAGE}, and utilities/importtools.py of prefect 3.8`,
};

/** A step is a function by its whole name. */
const STEP: TextLimit = {
  pattern: /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$/,
  allowed: 'the name of a step, such as prefect.deployments.steps.git_clone',
  example: 'prefect.deployments.steps.git_clone',
  source: PAGE,
};

/** Croniter also reads six fields, of which Prefect takes none. */
const CRON: TextLimit = {
  pattern: /^(@(yearly|annually|monthly|weekly|daily|midnight|hourly)|\S+( +\S+){4})$/,
  allowed: 'a cron expression of five fields (MINUTE HOUR DAY_OF_MONTH MONTH DAY_OF_WEEK), or @daily and the like',
  example: '0 8 * * MON-FRI',
  source: 'https://docs.prefect.io/v3/concepts/schedules',
};

/** The parts stand in any order. */
const RRULE: TextLimit = {
  pattern:
    /^((INTERVAL|COUNT|UNTIL|WKST|BY[A-Z]+)=[A-Z0-9+,:-]+;)*FREQ=(YEARLY|MONTHLY|WEEKLY|DAILY|HOURLY|MINUTELY|SECONDLY)(;(INTERVAL|COUNT|UNTIL|WKST|BY[A-Z]+)=[A-Z0-9+,:-]+)*$/,
  allowed: 'a recurrence rule as in RFC 5545: FREQ=WEEKLY and further parts, separated by semicolons',
  example: 'FREQ=WEEKLY;BYDAY=MO',
  source: 'https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10',
};

/** Parts of a recurrence rule, and their numbers. Source: RFC 5545, and dateutil 2.9, which Prefect reads it with. */
const RRULE_NUMBERS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  INTERVAL: [1, 1_000_000],
  COUNT: [1, 1_000_000],
  BYMONTH: [1, 12],
  BYMONTHDAY: [-31, 31],
  BYYEARDAY: [-366, 366],
  BYWEEKNO: [-53, 53],
  BYHOUR: [0, 23],
  BYMINUTE: [0, 59],
  BYSECOND: [0, 59],
  BYSETPOS: [-366, 366],
};

const WEEKDAY = /^([+-]?([1-9]|[1-4][0-9]|5[0-3]))?(MO|TU|WE|TH|FR|SA|SU)$/;

/** Of the text: what was before is past, whenever a stack file is read. */
const FIRST_YEAR = 2026;

function rruleFault(rule: string): string | undefined {
  const parts = rule.split(';').map((part) => part.split('=') as [string, string]);
  const twice = parts.find(([name], index) => parts.findIndex((other) => other[0] === name) !== index);
  if (twice !== undefined) return `must have ${twice[0]} once`;
  return parts.map(([name, values]) => rrulePartFault(name, values)).find((fault) => fault !== undefined);
}

function rrulePartFault(name: string, values: string): string | undefined {
  const bounds = inTable(RRULE_NUMBERS, name);
  if (bounds !== undefined) {
    const [least, most] = bounds;
    const isFine = values.split(',').every((value) => {
      const number = Number(value);
      return /^[+-]?[0-9]+$/.test(value) && number >= least && number <= most && (number !== 0 || least === 0);
    });
    return isFine ? undefined : `must have ${name} from ${least} to ${most}${least < 0 ? ', without 0' : ''}`;
  }
  switch (name) {
    case 'BYDAY':
    case 'WKST':
      return values.split(',').every((value) => WEEKDAY.test(value))
        ? undefined
        : `must have ${name} in days of two letters: MO, TU, WE, TH, FR, SA, SU`;
    case 'UNTIL':
      return /^[0-9]{8}(T[0-9]{6}Z?)?$/.test(values) && Number(values.slice(0, 4)) >= FIRST_YEAR
        ? undefined
        : `must have UNTIL as a date in ${FIRST_YEAR} or later: UNTIL=20271231T235959Z`;
    case 'FREQ':
      return undefined;
    default:
      return `must have parts of RFC 5545 alone: ${name} is none`;
  }
}

/** Source: https://docs.python.org/3/reference/lexical_analysis.html#keywords */
const KEYWORDS: readonly string[] = [
  ...['False', 'None', 'True', 'and', 'as', 'assert', 'async', 'await', 'break', 'class', 'continue', 'def', 'del'],
  ...['elif', 'else', 'except', 'finally', 'for', 'from', 'global', 'if', 'import', 'in', 'is', 'lambda', 'nonlocal'],
  ...['not', 'or', 'pass', 'raise', 'return', 'try', 'while', 'with', 'yield'],
];

/** Prefect imports a file of Python, or a module by its name. */
function entrypointFault(entrypoint: string): Fault | string | undefined {
  const [place = '', name = ''] = entrypoint.split(entrypoint.includes(':') ? ':' : /\.(?=\w+$)/);
  if (place.endsWith('.ipynb')) return 'must be in a file of Python: Prefect imports no notebook';
  if (place.includes('\\')) {
    return {
      message: 'must have / between folders, for flow runs are on Linux',
      hint: `did you mean ${entrypoint.replaceAll('\\', '/')}?`,
    };
  }
  const keyword = name.split('.').find((part) => KEYWORDS.includes(part));
  if (keyword !== undefined) return `must be the name of a function: ${keyword} is a keyword of Python`;
  return place.endsWith('.py') || /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(place)
    ? undefined
    : 'must begin with a file of Python, FILE.py, or with a module: flows.etl';
}

/** A schema of its own for each field: an example is registered for the schema itself. */
function values(example: Readonly<Record<string, unknown>>) {
  return z.record(z.string(), z.unknown()).register(EXAMPLES, { example });
}

const steps = z
  .array(
    z
      .record(text(STEP), z.record(z.string(), z.unknown()).nullable())
      .refine((step) => Object.keys(step).length === 1, {
        error: 'must be one step: its name with its inputs',
      }),
  )
  .register(EXAMPLES, {
    example: [{ 'prefect.deployments.steps.run_shell_script': { script: 'pip install .' } }],
  });

const tag = z
  .string()
  .refine((given) => IMAGE_TAG.pattern.test(given) || (hasPlaceholder(given) && /^\{\{[^{}]*\}\}$/.test(given)), {
    error: `must be ${IMAGE_TAG.allowed}; or {{ $NAME }}, an environment variable that is read when you deploy`,
  })
  .register(EXAMPLES, { example: '{{ $GIT_COMMIT }}' });

const schedule = group({
  cron: checked(text(CRON), cronFault).optional().describe('A cron expression of five fields.'),
  interval: wholeNumber(1, 31_536_000, 3600).optional().describe('Seconds between runs.'),
  rrule: checked(text(RRULE), rruleFault).optional().describe('A recurrence rule (RFC 5545).'),
  timezone: checked(z.string(), timeZoneFault)
    .register(EXAMPLES, { example: 'Europe/Zurich' })
    .optional()
    .describe('The time zone. Default: UTC.'),
  anchor_date: z.iso
    .datetime({ offset: true, local: true, error: 'must be a date and time: 2026-01-01T00:00:00Z, or without a zone' })
    .register(EXAMPLES, { example: '2026-01-01T00:00:00Z' })
    .optional()
    .describe('The date and time that intervals count from.'),
  active: z.boolean().optional().describe('false: no runs are scheduled. Default: true.'),
  parameters: values({ day: 'today' })
    .optional()
    .describe('Parameters of the runs of this schedule. They override those of the deployment.'),
  slug: z
    .string()
    .min(1)
    .register(EXAMPLES, { example: 'every-hour' })
    .optional()
    .describe('A name by which Prefect keeps the schedule when it changes.'),
}).refine(
  ({ cron, interval, rrule }) => [cron, interval, rrule].filter((one) => one !== undefined).length === 1,
  mustBeOne(['cron', 'interval', 'rrule']),
);

const deployment = group({
  name: text(prefectName('a deployment', 'nightly')).describe(
    'The name of the deployment. A flow has one deployment of a name in a workspace: each environment needs another name, such as nightly-dev.',
  ),
  entrypoint: checked(text(ENTRYPOINT), entrypointFault).describe('The flow: FILE.py:FUNCTION.'),
  description: z
    .string()
    .register(EXAMPLES, { example: 'Loads the orders of the day.' })
    .optional()
    .describe('The description in Prefect. Default: that of the flow.'),
  version: z
    .string()
    .register(EXAMPLES, { example: '1.4.0' })
    .optional()
    .describe('The version of the deployment, as Prefect shows it.'),
  tags: z
    .array(z.string().min(1))
    .register(EXAMPLES, { example: ['etl'] })
    .default([])
    .describe('Tags of the deployment and of its runs.'),
  parameters: values({ day: 'today' })
    .default({})
    .describe('Parameters of the flow. Everybody who can see the deployment can read them.'),
  schedules: z.array(schedule).default([]).describe('When it runs.'),
  concurrency_limit: z
    .union([
      wholeNumber(1, 100_000, 5),
      group({
        limit: wholeNumber(1, 100_000, 5).describe('Maximum number of runs at the same time.'),
        collision_strategy: z
          .enum(['ENQUEUE', 'CANCEL_NEW'])
          .default('ENQUEUE')
          .describe('What happens to a further run: it waits, or it is cancelled.'),
      }),
    ])
    .optional()
    .describe('Maximum number of runs at the same time. Default: no limit.'),
  work_pool: text(POOL_NAME).optional().describe('The work pool. Default: worker_work_pool_name.'),
  work_queue: text(WORK_QUEUE_NAME).optional().describe('The work queue of the pool. Default: its default queue.'),
  job_variables: values({ cpu: 4096, memory: 16_384 })
    .default({})
    .describe('Variables of the base job template for this deployment, such as cpu, memory, image and env.'),
  build: steps.optional().describe('Build steps of this deployment only.'),
  push: steps.optional().describe('Push steps of this deployment only.'),
  pull: steps.optional().describe('Pull steps of this deployment only.'),
  attributes: values({ enforce_parameter_schema: false })
    .default({})
    .describe('Any other key of a deployment in prefect.yaml. Merged last.'),
});

const deployed = group({
  deployments: z
    .array(deployment)
    .min(1, { error: 'must have at least one deployment' })
    .describe('The deployments of your flows.'),
  build: steps
    .optional()
    .describe(
      'Build steps, for example an image from a Dockerfile of your own. Default: none; the runbook has commands.',
    ),
  push: steps.optional().describe('Push steps. Default: those of image.code.'),
  pull: steps
    .optional()
    .describe(
      'Pull steps, with which each flow run gets its code. Default: those of image.code. Prefect replaces {{ }}.',
    ),
  image_tag: tag
    .optional()
    .describe(
      'The tag of the image of these deployments in the created repository: a tag, or {{ $NAME }} for an environment variable that is read when you deploy, for example the commit. Default: image.tag.',
    ),
})
  .describe('Deployments of your flows.')
  .meta(onChangeWith('Deploy the flows again.', 'has no effect on AWS'));
export type ConfiguredProject = z.output<typeof deployed>;

export const project = z
  .union([z.literal('none'), deployed])
  .describe(
    'Your Prefect project: writes deployments.yaml beside prefect.yaml, for prefect deploy --all --prefect-file generated/stacks/ENV/deployments.yaml in the folder of your flows. none: no project at all, also no test flows and no Dockerfile, where another repository has them. Default: only the test flows.',
  )
  .meta(onChangeWith('Deploy the flows again.', 'has no effect on AWS'));
export type ConfiguredDeployment = z.output<typeof deployment>;

EXAMPLES.add(deployed, { example: { deployments: [{ name: 'nightly', entrypoint: 'flows/etl.py:etl' }] } });
EXAMPLES.add(schedule, { example: { cron: '0 8 * * MON-FRI', timezone: 'Europe/Zurich' } });
