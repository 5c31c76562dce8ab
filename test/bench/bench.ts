import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';

/**
 * `npm run bench`: how long our commands take, as a ratio to `node -e 0` in the same run, so that figures of different
 * machines can be compared.
 */
interface Bench {
  readonly what: string;
  /** Arguments of Node. */
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly target?: { readonly ratio: number } | { readonly seconds: number };
}

/** Odd, so that the median is one of them. */
const RUNS = 7;

const ROOT = join(__dirname, '..');
const scratch = mkdtempSync(join(tmpdir(), 'prefect-ecs-worker-bench-'));
const out = (name: string) => join(scratch, 'out', name);
const bundle = join(ROOT, 'dist', 'cli.js');
const bin = (name: string) => join(ROOT, 'node_modules', '.bin', name);

const BASELINE: Bench = { what: 'node -e 0', args: ['-e', '0'] };

const BENCHES: readonly Bench[] = [
  BASELINE,
  {
    what: 'one environment: dist/cli.js synth dev',
    args: [bundle, 'synth', 'dev', '--out', out('dev')],
    target: { ratio: 4 },
  },
  { what: 'all of stacks/: dist/cli.js synth', args: [bundle, 'synth', '--out', out('all')] },
  { what: '100 environments', args: [bundle, 'synth', '--stacks', hundredEnvironments(), '--out', out('hundred')] },
  {
    what: 'all of stacks/: cdktf synth',
    args: [bin('cdktf'), 'synth', '--output', out('cdktf')],
    env: { CI: '1', CHECKPOINT_DISABLE: '1' },
  },
  { what: 'npm test without the emulator', args: [bin('jest'), '--selectProjects', 'unit'], target: { seconds: 20 } },
];

try {
  const rows = BENCHES.map((bench) => ({ bench, milliseconds: medianTime(bench), megabytes: peakMemory(bench) }));
  const baseline = rows[0]?.milliseconds as number;
  for (const { bench, milliseconds, megabytes } of rows) {
    const figures = [`${milliseconds.toFixed(0)} ms`, `${(milliseconds / baseline).toFixed(1)} ×`, `${megabytes} MB`];
    console.log(bench.what.padEnd(42), ...figures.map((figure) => figure.padStart(9)), targetOf(bench));
  }
  console.log(`Medians of ${RUNS} runs after one that warms up. Memory: the largest Node process of one more run.`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function targetOf({ target }: Bench): string {
  if (target === undefined) return '';
  return `  (target: at most ${'ratio' in target ? `${target.ratio} ×` : `${target.seconds} s`})`;
}

/** In milliseconds. Each run writes everything anew. */
function medianTime(bench: Bench): number {
  run(bench);
  const times = Array.from({ length: RUNS }, () => {
    rmSync(join(scratch, 'out'), { recursive: true, force: true });
    const start = performance.now();
    run(bench);
    return performance.now() - start;
  });
  return times.sort((one, other) => one - other)[Math.floor(RUNS / 2)] as number;
}

/** In megabytes. Every Node process of the run notes its own peak when it ends, which is why this run is not timed. */
function peakMemory(bench: Bench): number {
  const notes = join(scratch, 'memory');
  const meter = join(scratch, 'meter.cjs');
  writeFileSync(notes, '');
  writeFileSync(
    meter,
    `process.on('exit', () => require('node:fs').appendFileSync(${JSON.stringify(notes)}, process.resourceUsage().maxRSS + ' '));`,
  );
  rmSync(join(scratch, 'out'), { recursive: true, force: true });
  run({ ...bench, env: { ...bench.env, NODE_OPTIONS: `--require ${meter}` } });
  const kilobytes = readFileSync(notes, 'utf8').trim().split(' ').map(Number);
  return Math.round(Math.max(...kilobytes) / 1024);
}

function run({ what, args, env }: Bench): void {
  const { status, output } = spawnSync(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...env } });
  if (status !== 0) throw new Error(`${what}: exit ${status}\n${output.join('')}`);
}

/** A folder of stack files on a common base. */
function hundredEnvironments(): string {
  const folder = join(scratch, 'stacks');
  mkdirSync(folder);
  writeFileSync(join(folder, '_base.yaml'), readFileSync(join(ROOT, 'stacks', '_base.yaml')));
  const [subnet, vpc_id, id] = [
    'subnet-0a51c9e27f3b64d80',
    'vpc-0c7e31f5a9d24b860',
    '54cdfc71-9f13-41ba-9492-e1cf24eed185',
  ];
  for (let index = 0; index < 100; index += 1) {
    const stack = { extends: '_base.yaml', vpc_id, worker_subnets: [subnet], prefect_workspace_id: id };
    writeFileSync(join(folder, `env-${index}.yaml`), stringify(stack));
  }
  return folder;
}
