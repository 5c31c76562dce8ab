import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TESTED } from '../../src/values/prefect-versions';
import { run, succeed } from './run';
import setUpTools from './tools';

/** The server of Prefect 3.8.8 does not start with a newer FastAPI; 3.9 carries this same bound itself. */
const PINNED = [`prefect==${TESTED.prefect}`, `prefect-aws==${TESTED.prefectAws}`];
const BOUNDS = ['fastapi<0.151'];

/** Where the packages are installed: made once, then used again by every run that pins the same versions. */
const FOLDER = join(
  process.env['PREFECT_ECS_WORKER_CACHE'] ?? join(tmpdir(), 'prefect-ecs-worker-cache'),
  PINNED.join('-').replaceAll('==', '-'),
);

/** Milliseconds: a hundred packages, on a machine that does other things too. */
const PATIENCE = 600_000;

/** An empty database of the server, as its migrations leave it; not there before the tests have made it. */
export const EMPTY_DATABASE = join(FOLDER, 'prefect.db');

/** The folder of the commands `prefect` and `python`. */
export const PREFECT_BIN = join(FOLDER, 'bin');

/**
 * Jest runs this once before the tests against the real Prefect: the tools of the other real tests, and a virtual
 * environment with Prefect. Where it cannot be had the tests are skipped; with REQUIRE_TOOLS set that is a failure.
 */
export default async function setUp(): Promise<void> {
  await setUpTools();
  if (process.env['TOOLS_MISSING']) return;
  try {
    await installPrefect();
    await makeDatabase();
  } catch (error) {
    if (process.env['REQUIRE_TOOLS']) throw error;
    console.log(`\nSkipped: the tests against the real Prefect, which could not be installed.\n${error}`);
    process.env['PREFECT_MISSING'] = 'yes';
  }
}

/** Installs Prefect, unless an earlier run did. Of its modules a few are used, and compiled when they are. */
export async function installPrefect(): Promise<void> {
  // Written last: a folder without it is half an installation.
  const complete = join(FOLDER, 'complete');
  if (existsSync(complete)) return;
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const began = Date.now();
  const python = join(PREFECT_BIN, 'python');
  await succeed('python3', ['-m', 'venv', '--without-pip', FOLDER]);
  // The pip that is there installs from 22.3 on; to give the environment a pip of its own takes longer.
  const fromOutside = ['-m', 'pip', '--python', python];
  const { status } = await run('python3', [...fromOutside, '--version']);
  if (status !== 0) await succeed(python, ['-m', 'ensurepip']);
  const [command, pip] = status === 0 ? ['python3', fromOutside] : [python, ['-m', 'pip']];
  await succeed(command, [...pip, 'install', '--quiet', '--no-compile', ...PINNED, ...BOUNDS], { timeout: PATIENCE });
  writeFileSync(complete, '');
  console.log(`\nInstalled ${PINNED.join(' and ')} in ${Math.round((Date.now() - began) / 1000)} s: ${FOLDER}`);
}

/** Each server would take seconds to make a database of its own. */
async function makeDatabase(): Promise<void> {
  if (existsSync(EMPTY_DATABASE)) return;
  const home = mkdtempSync(join(FOLDER, 'home-'));
  const env = { ...process.env, HOME: home };
  await succeed(join(PREFECT_BIN, 'prefect'), ['--no-prompt', 'server', 'database', 'upgrade', '--yes'], { env });
  renameSync(join(home, '.prefect', 'prefect.db'), EMPTY_DATABASE);
  rmSync(home, { recursive: true });
}
