import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { anchorsOf, fencedBlocksOf, internalLinksOf, sectionsOf } from '../helpers/markdown';
import { linesOfVariants, VARIANT_LINES } from '../helpers/runbook-variants';
import { environmentOf } from '../helpers/stack-files';
import { makeAll, runbookOf } from '../helpers/synthesized';
import { EVERY_VARIANT, type Variant } from '../helpers/variants';

makeAll(EVERY_VARIANT.map(([, fields]) => environmentOf(fields)));

/** One page of each, since a stack takes longer to make than a test. */
const pages = new Map(EVERY_VARIANT.map(([variant, fields]) => [variant, runbookOf(fields)]));
const pageOf = (variant: Variant) => pages.get(variant) as string;

/** Sections that are there where the environment has what they are about. */
const hasCrashDetection = ({ preset, worker_type, crash_detection = {} }: Fields) =>
  crash_detection.enabled ?? (preset !== 'reference' && worker_type !== 'process');
const hasFlowRuns = ({ preset, worker_type, flow_runs }: Fields) =>
  worker_type !== 'process' && (preset !== 'reference' || flow_runs !== undefined);
const hasTasksToTellOf = ({ capacity, service, workers }: Fields) =>
  capacity !== undefined || service !== undefined || workers !== undefined;
const hasService = ({ service }: Fields) => service?.create !== false;
const hasAlarms = ({ alarms }: Fields) => alarms !== undefined;
const hasSecretToRotate = ({ prefect, worker }: Fields) => prefect?.auth !== 'none' || worker?.secrets !== undefined;

interface Fields {
  readonly preset?: string;
  readonly worker_type?: string;
  readonly crash_detection?: { readonly enabled?: boolean };
  readonly flow_runs?: object;
  readonly capacity?: object;
  readonly service?: { readonly create?: boolean };
  readonly workers?: object;
  readonly alarms?: object;
  readonly prefect?: { readonly auth?: string };
  readonly worker?: { readonly secrets?: object };
}

describe.each(EVERY_VARIANT)('the runbook of %s', (variant, fields) => {
  const page = pageOf(variant);

  test('has the sections that apply, in the order of need, and links to each', () => {
    const sections = [...sectionsOf(page).keys()];
    expect(sections).toEqual([
      'Is it down?',
      ...(hasService(fields) ? ['Restart'] : []),
      'Pause',
      'Scale',
      'Roll back',
      ...(hasSecretToRotate(fields) ? [expect.stringMatching(/^Rotate (the API key|the auth string|a secret)$/)] : []),
      ...(hasAlarms(fields) ? ['Alarms'] : []),
      'Before you apply',
      'Apply',
      'Log in to Prefect',
      'Work pool',
      'Verify',
      ...(hasFlowRuns(fields) ? ['First flow run'] : []),
      ...(hasCrashDetection(fields) ? ['Crash detection'] : []),
      ...('ci_role' in fields ? ['CI'] : []),
      ...('bucket' in fields ? ['Bucket'] : []),
      ...(hasTasksToTellOf(fields) ? ['Tasks and what they run on'] : []),
      'Changes',
      'Destroy',
      'When something is wrong',
      'How it is set up',
      'What it creates',
      'Permissions',
      'Inputs',
      'Outputs',
    ]);
    const anchors = anchorsOf(page);
    expect(internalLinksOf(page).filter((link) => !anchors.includes(link))).toEqual([]);
    expect(internalLinksOf(page).slice(0, sections.length)).toEqual(anchors.slice(1));
  });

  test('has no gap where a value should be, and nothing that the template left over', () => {
    expect(page.match(/undefined|null(?! creates one)|NaN|\[object|\{\{|\}\}|(?<!`)``(?!`)|\| +\||\n{3}/g)).toBeNull();
  });

  test('shows the one picture that lies beside it', () => {
    expect(page.match(/!\[[^\]]+\]\([^)]+\)/g)).toEqual([expect.stringContaining('](diagram.svg)')]);
  });
});

describe.each(['dash', 'bash', 'zsh'])('what the runbooks tell people to type', (shell) => {
  const there = spawnSync(shell, ['-c', ':']).status === 0;

  (there ? test : test.skip)(`can be read by ${shell}`, () => {
    const scripts = EVERY_VARIANT.flatMap(([variant]) => fencedBlocksOf(pageOf(variant), 'sh'));
    expect(scripts.length).toBeGreaterThan(EVERY_VARIANT.length * 5);
    // One shell for all, since it takes longer to start than to read; a function each, so that each has to end by itself.
    const all = [...new Set(scripts)].map((script, index) => `script_${index}() {\n${script}\n}`).join('\n');
    expect(spawnSync(shell, ['-n'], { input: all, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });
});

test('opens a shell in each worker that has ECS Exec', () => {
  const page = runbookOf({
    worker_work_pool_name: 'a',
    service: { enable_execute_command: true },
    workers: {
      b: { worker_work_pool_name: 'b', service: { enable_execute_command: false } },
      c: { worker_work_pool_name: 'c' },
    },
  });
  const [entered] = fencedBlocksOf(sectionsOf(page).get('Tasks and what they run on') as string, 'sh');
  expect(entered?.match(/--(service-name|container) \S+/g)).toEqual([
    '--service-name prefect-worker-test',
    '--container prefect-worker-test',
    '--service-name prefect-worker-test-c',
    '--container prefect-worker-test-c',
  ]);
});

test('where a variant differs from the smallest one, its runbook says what is committed (npm run examples writes it)', () => {
  expect(linesOfVariants()).toBe(readFileSync(VARIANT_LINES, 'utf8'));
});

test('opens a shell also where there is nothing else to say of the tasks', () => {
  const page = runbookOf({ service: { enable_execute_command: true } });
  expect(page).toContain('aws ecs execute-command');
});

describe('the number of tasks of a worker that a person sets', () => {
  const BOUNDS = { autoscaling: { min: 1, max: 4, cpu: 60 } };
  const SCHEDULE = { schedule: { evening: { schedule: 'cron(0 19 * * ? *)', min: 0, max: 0 } } };

  test.each([
    ['the next apply', {}],
    ['autoscaling', BOUNDS],
    ['the schedule', SCHEDULE],
    ['autoscaling or the schedule', { ...BOUNDS, ...SCHEDULE }],
  ])('lasts until %s sets it again', (who, service) => {
    const page = sectionsOf(runbookOf({ service }));
    expect(page.get('Pause')).toContain(`This lasts until ${who} sets the number again.`);
    const bounded = who !== 'the next apply';
    expect(page.get('Scale')?.includes('aws ecs update-service')).toBe(!bounded);
    expect(page.get('Scale')?.includes('aws application-autoscaling register-scalable-target')).toBe(bounded);
  });

  test('stays where nothing else sets it', () => {
    const page = runbookOf({ service: { ignore: ['desired_count'] } });
    expect(sectionsOf(page).get('Pause')).toContain('It stays stopped until someone starts it.');
  });
});

describe('what is wrong where a stack cannot have it', () => {
  const OWN_VPC = { vpc_id: null, worker_subnets: null };
  const tableOf = (fields: object) => sectionsOf(runbookOf(fields)).get('When something is wrong') as string;

  test.each([
    ['the subnets of others', {}, 'the route of each subnet: [before you apply](#before-you-apply)'],
    ['a created VPC', { ...OWN_VPC, network: { create: {} } }, '[apply](#apply): the plan shows what somebody changed'],
  ])('a route is corrected for %s', (_, fields, fix) => {
    const rows = tableOf(fields)
      .split('\n')
      .filter((row) => /no route(?! to the repository)/.test(row));
    expect(rows.length).toBeGreaterThan(2);
    for (const row of rows) expect(row).toContain(fix);
  });

  test.each([
    [
      'on Fargate',
      {},
      ['No Fargate configuration', 'Capacity is unavailable'],
      ['no instance has room', 'root_volume'],
    ],
    [
      'on instances alone',
      { capacity: { type: 'ec2' }, flow_runs: { capacity: 'ec2' } },
      ['no instance has room', 'RESOURCE:MEMORY', 'root_volume'],
      ['No Fargate configuration', 'Capacity is unavailable', 'ephemeral_storage'],
    ],
    ['where the worker creates its pool', { preset: 'reference' }, [], ['No such option', 'Work pool … not found']],
    [
      'with a task role of flow runs',
      { flow_runs: { task_role: {} } },
      ['older than the task role'],
      ['flow runs have no task role'],
    ],
  ])('%s', (_, fields, there, absent) => {
    const table = tableOf(fields);
    expect(there.filter((text) => !table.includes(text))).toEqual([]);
    expect(absent.filter((text) => table.includes(text))).toEqual([]);
  });

  test.each([
    ['network.egress', {}],
    ['flow_runs.own_security_group.egress', { flow_runs: { own_security_group: {} } }],
    ['the rules of the existing security groups', { flow_runs: { security_groups: ['sg-0a51c9e27f3b64d80'] } }],
  ])('the rules that let flow runs out: %s', (where, flowRuns) => {
    const row = tableOf(flowRuns)
      .split('\n')
      .find((line) => line.includes('stay *Pending*, nothing'));
    expect(row).toContain(where);
  });
});
