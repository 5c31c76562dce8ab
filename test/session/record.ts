import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fencedBlocksOf } from '../helpers/markdown';
import { succeed } from '../helpers/run';
import { scratchFolder } from '../helpers/stack-files';
import { COLUMNS, NAME, PICTURE, README, RECORDING, ROWS, TYPED } from './session';

/** Draws a recording as an SVG that moves, without a browser and without a script in it. */
const RENDERER = 'termtosvg-ng==1.4.1';
const TEMPLATE = 'window_frame';

/** Longer than the longest command takes. */
const PATIENCE = 600_000;

/** Runs a command as a terminal does, with its colours. */
const IN_TERMINAL = 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))';

/** Seconds. What is waited for is left out: the picture says nothing of how long a command takes. */
const PACE = { key: 0.05, enter: 0.4, line: 0.05, step: 0.9, end: 1.2, last: 6 };

type Event = readonly [seconds: number, stream: 'o', text: string];

/** `npm run record`: types the session in a clone of the last commit, and draws what it printed. */
async function record(): Promise<void> {
  const clone = join(scratchFolder(), 'prefect-workers');
  const root = join(__dirname, '..', '..');
  await succeed('git', ['clone', '--quiet', root, clone]);
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
  const [sample = ''] = fencedBlocksOf(readFileSync(README, 'utf8'), 'yaml');
  writeFileSync(join(clone, 'stacks', `${NAME}.yaml`), `${sample.trim()}\n`);
  const session: [string, string][] = [];
  for (const typed of TYPED) {
    const { stdout } = await succeed('python3', ['-c', IN_TERMINAL, 'sh', '-c', typed], {
      cwd: clone,
      env: { ...process.env, TERM: 'xterm-256color', COLUMNS: String(COLUMNS), LINES: String(ROWS) },
      timeout: PATIENCE,
    });
    session.push([typed, stdout]);
  }
  writeFileSync(RECORDING, recordingOf(session));
  await draw();
}

/** A recording in the format of asciinema, version 2. */
function recordingOf(session: readonly (readonly [string, string])[]): string {
  const events: Event[] = [];
  let now = 0;
  const print = (text: string, pause: number) => {
    events.push([Number(now.toFixed(2)), 'o', text]);
    now += pause;
  };
  for (const [typed, output] of session) {
    print('\u001b[32m$\u001b[0m ', PACE.enter);
    for (const key of typed) print(key, PACE.key);
    print('\r\n', PACE.enter);
    for (const line of output.match(/[^\n]*\n/g) ?? []) print(line, line.includes('▸') ? PACE.step : PACE.line);
    now += PACE.end;
  }
  print('\u001b[32m$\u001b[0m ', PACE.last);
  print('', 0);
  const head = { version: 2, width: COLUMNS, height: ROWS };
  return [head, ...events].map((line) => `${JSON.stringify(line)}\n`).join('');
}

async function draw(): Promise<void> {
  const folder = join(process.env['PREFECT_ECS_WORKER_CACHE'] ?? join(tmpdir(), 'prefect-ecs-worker-cache'), RENDERER);
  mkdirSync(folder, { recursive: true });
  await succeed('python3', ['-m', 'venv', folder]);
  await succeed(join(folder, 'bin', 'pip'), ['install', '--quiet', RENDERER], { timeout: PATIENCE });
  await succeed(join(folder, 'bin', 'termtosvg-ng'), ['render', RECORDING, PICTURE, '--template', TEMPLATE]);
}

void record();
