import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { type Command, type Measured, Meter, median } from './measure';
import { environmentName, writeStacks } from './stacks';

/**
 * `npm run bench`: how long our commands take, as ratios within one run, so that figures of different machines can be
 * compared: of one environment the time of the processor, which other programs change less; of many, of which two threads
 * have half each, the time from start to end. The floor F is the time in which Node writes the same files of 1,000 environments. Exit 1 where a target is missed.
 */
interface Row {
  readonly what: string;
  readonly measured: Measured;
  readonly targets: readonly Target[];
}

interface Target {
  readonly figure: string;
  readonly isMet: boolean;
}

const ROOT = join(__dirname, '..', '..');
const CLI = join(ROOT, 'dist', 'cli.js');
const CDKTF = join(ROOT, 'node_modules', '.bin', 'cdktf');
const MOST_MEGABYTES = 400;
const CHANGED = environmentName(500);

const scratch = mkdtempSync(join(tmpdir(), 'prefect-ecs-worker-bench-'));
const meter = new Meter(scratch);

console.log(''.padEnd(38), ...['CPU', 'elapsed', 'memory'].map((title) => title.padStart(9)));
try {
  const rows = [...startUp(), ...thousand(), ...cdktf()];
  const missed = rows.flatMap(({ targets }) => targets).filter(({ isMet }) => !isMet).length;
  console.log(missed === 0 ? 'All targets are met.' : `${missed} missed.`);
  process.exitCode = missed === 0 ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function startUp(): Row[] {
  const runs = 9;
  const node = report(
    'node -e 0',
    median(runs, () => meter.run({ args: ['-e', '0'], cwd: scratch })),
  );
  const synth = (what: string, folder: string, names: readonly string[]) => {
    const command = { args: [CLI, 'synth', '--quiet', ...names], cwd: folder };
    meter.run(command);
    const measured = median(runs, () => afterOthers(folder, command));
    return report(what, measured, ratio(measured.milliseconds, node.measured.milliseconds, 3, '× node -e 0'));
  };
  const one = project('one', 1);
  report(
    'synth, the first of a build',
    median(3, () => cold(one, { args: [CLI, 'synth', '--quiet'], cwd: one })),
  );
  return [
    synth('synth, one environment', one, []),
    synth('synth NAME, one environment', one, [environmentName(0)]),
    synth('synth NAME, one of the 3 of stacks/', copyOfStacks(), ['dev']),
    ...largeFiles(node.measured),
  ];
}

/** What is large in one file: a task definition has at most 64 KiB, and a mapping 1,000 entries. */
function largeFiles(node: Measured): Row[] {
  const short = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`A${index}`, 'x']));
  const long = (...parts: readonly string[]) => ({
    worker: { environment: Object.fromEntries(parts.map((part, index) => [`A${index}`, long20K(part)])) },
  });
  const files: readonly (readonly [what: string, fields: object])[] = [
    ['validate, texts of 20,000 characters', long('x', '%4', '[')],
    ['validate, texts of many marks', long('${', 'a.', '://')],
    ['validate, 1,000 variables', { worker: { environment: short } }],
  ];
  return files.map(([what, fields], index) => {
    const folder = project(`large-${index}`, 1);
    const file = join(folder, 'stacks', `${environmentName(0)}.yaml`);
    writeFileSync(file, stringify({ ...parse(readFileSync(file, 'utf8')), ...fields }));
    const command = { args: [CLI, 'validate', '--quiet'], cwd: folder };
    const measured = median(5, () => afterOthers(folder, command));
    return report(what, measured, ratio(measured.milliseconds, node.milliseconds, 6, '× node -e 0'));
  });
}

function long20K(part: string): string {
  return part.repeat(20_000 / part.length);
}

function thousand(): Row[] {
  const runs = 3;
  const folder = project('thousand', 1000);
  const command = (...args: string[]): Command => ({ args: [CLI, ...args, '--quiet'], cwd: folder });
  const first = median(runs, () => cold(folder, command('synth')));
  const floor = report(
    'F: node writes these files',
    median(runs, () => floorOf(folder)),
  );
  const inFloors = (measured: Measured, most: number) => [
    ...ratio(measured.elapsed, floor.measured.elapsed, most, 'F'),
    { figure: `${measured.megabytes} of ${MOST_MEGABYTES} MB`, isMet: measured.megabytes <= MOST_MEGABYTES },
  ];
  const row = (what: string, measured: Measured, most: number) => report(what, measured, inFloors(measured, most));
  const synth = row('1,000: synth', first, 8);
  const again = row(
    '1,000: synth again',
    median(runs, () => meter.run(command('synth'))),
    2,
  );
  const check = row(
    '1,000: check',
    median(runs, () => meter.run(command('check'))),
    2,
  );
  const validate = row(
    '1,000: validate',
    median(runs, () => meter.run(command('validate'))),
    2,
  );
  const changed = median(runs, () => {
    change(folder);
    return meter.run(command('synth', '--json'));
  });
  const one = report('1,000: synth, one changed', changed, [...inFloors(changed, 2), onlyItsFiles(changed)]);
  const many = project('five-thousand', 5000);
  const five = cold(many, { args: [CLI, 'synth', '--quiet'], cwd: many });
  rmSync(many, { recursive: true });
  return [
    synth,
    again,
    check,
    validate,
    one,
    report('5,000: synth', five, ratio(five.elapsed, first.elapsed, 5.5, '× 1,000')),
  ];
}

function cdktf(): Row[] {
  const folder = project('hundred', 100);
  writeFileSync(join(folder, 'cdktf.json'), JSON.stringify({ language: 'typescript', app: 'false' }));
  const synth = (app: string): Command => ({
    args: [CDKTF, 'synth', '--app', app, '--output', 'generated/cdktf'],
    cwd: folder,
    env: { CI: '1', CHECKPOINT_DISABLE: '1' },
  });
  const all = median(3, () => cold(folder, synth(`node ${CLI} synth`)));
  // It finds what the run before has written.
  const alone = report(
    'cdktf synth, of nothing',
    median(3, () => meter.run(synth('node -e 0'))),
  );
  const more = (all.elapsed - alone.measured.elapsed) / 1000;
  return [
    report('cdktf synth, 100 environments', all, [{ figure: `${more.toFixed(1)} s more, of 1.5`, isMet: more <= 1.5 }]),
  ];
}

/** Everything anew: without what was written, and without what the build has kept of other runs but its drawings. */
function cold(folder: string, command: Command): Measured {
  forget('last-run', 'shape', 'explained');
  return afterOthers(folder, command);
}

/** Without what was written and what the build remembers of the last run; it has met the shapes before. */
function afterOthers(folder: string, command: Command): Measured {
  putAside(join(folder, 'generated'));
  forget('last-run');
  return meter.run(command);
}

/** For some seconds after files were deleted ext4 is slow to create others: up to a millisecond a file. */
function putAside(folder: string): void {
  const aside = join(scratch, 'aside');
  mkdirSync(aside, { recursive: true });
  if (existsSync(folder)) renameSync(folder, join(aside, `${readdirSync(aside).length}`));
}

function forget(...kinds: readonly string[]): void {
  const kept = readdirSync(join(ROOT, 'dist'), { recursive: true, encoding: 'utf8' });
  const isForgotten = (file: string) => kinds.some((kind) => basename(file).startsWith(`${kind}-`));
  for (const file of kept.filter((name) => name.endsWith('.cache') && isForgotten(name))) {
    rmSync(join(ROOT, 'dist', file), { force: true });
  }
}

function floorOf(folder: string): Measured {
  const [from, to] = [join(folder, 'generated'), join(scratch, 'floor')];
  putAside(to);
  const start = meter.run({ args: ['-e', '0'], cwd: scratch });
  const written = meter.run({ args: [join(__dirname, 'floor.mjs'), from, to], cwd: scratch });
  const [milliseconds, elapsed] = JSON.parse(written.stdout) as [number, number];
  return { ...written, milliseconds: start.milliseconds + milliseconds, elapsed: start.elapsed + elapsed };
}

function change(folder: string): void {
  const file = join(folder, 'stacks', `${CHANGED}.yaml`);
  const text = readFileSync(file, 'utf8');
  const days = Number(/^worker_log_retention_in_days: (\d+)/m.exec(text)?.[1] ?? 30);
  const changed = days === 30 ? 60 : 30;
  writeFileSync(
    file,
    `${text.replace(/^worker_log_retention_in_days.*\n/m, '')}worker_log_retention_in_days: ${changed}\n`,
  );
}

function onlyItsFiles({ stdout }: Measured): Target {
  const { written } = JSON.parse(stdout) as { written: string[] };
  const others = written.filter((file) => file.startsWith('stacks/') && !file.startsWith(`stacks/${CHANGED}/`));
  const isMet = written.length > others.length && others.length === 0;
  return { figure: `${written.length} files written, ${others.length} of others`, isMet };
}

function ratio(milliseconds: number, unit: number, most: number, name: string): Target[] {
  const times = milliseconds / unit;
  return [{ figure: `${times.toFixed(1)} of ${most} ${name}`, isMet: times <= most }];
}

function report(what: string, measured: Measured, targets: readonly Target[] = []): Row {
  const { milliseconds, elapsed, megabytes } = measured;
  const figures = [`${milliseconds.toFixed(0)} ms`, `${elapsed.toFixed(0)} ms`, `${megabytes} MB`];
  const judged = targets.map(({ figure, isMet }) => `${isMet ? 'ok' : 'MISSED'}: ${figure}`).join('; ');
  console.log(what.padEnd(38), ...figures.map((figure) => figure.padStart(9)), ` ${judged}`.trimEnd());
  return { what, measured, targets };
}

function project(name: string, count: number): string {
  const folder = join(scratch, name);
  writeStacks(join(folder, 'stacks'), count);
  return folder;
}

function copyOfStacks(): string {
  const folder = join(scratch, 'three');
  cpSync(join(ROOT, 'stacks'), join(folder, 'stacks'), { recursive: true });
  return folder;
}
