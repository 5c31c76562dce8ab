import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { succeed } from './run';
import setUpTools from './tools';

const PINNED = ['checkov==3.3.30', 'parliament==1.6.4'];

/** Where the scanners are installed: made once, then used again by every run that pins the same versions. */
const FOLDER = join(
  process.env['PREFECT_ECS_WORKER_CACHE'] ?? join(tmpdir(), 'prefect-ecs-worker-cache'),
  PINNED.join('-').replaceAll('==', '-'),
);

/** The folder of the commands `checkov` and `parliament`. */
export const SCANNERS_BIN = join(FOLDER, 'bin');

/** tflint is a Go program, which pip does not have: .ci/run builds it where Go is installed. */
export const HAS_TFLINT = spawnSync('tflint', ['--version'], { stdio: 'ignore' }).status === 0;

/**
 * Jest runs this once before the scans: the tools of the other real tests, and a virtual environment with the scanners.
 * Where it cannot be had the scans are skipped; with REQUIRE_TOOLS set that is a failure.
 */
export default async function setUp(): Promise<void> {
  await setUpTools();
  if (process.env['TOOLS_MISSING']) return;
  try {
    await installScanners();
  } catch (error) {
    if (process.env['REQUIRE_TOOLS']) throw error;
    console.log(`\nSkipped: the scans, because checkov and parliament could not be installed.\n${error}`);
    process.env['TOOLS_MISSING'] = 'yes';
  }
}

async function installScanners(): Promise<void> {
  // Written last: a folder without it is half an installation.
  const complete = join(FOLDER, 'complete');
  if (existsSync(complete)) return;
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  await succeed('python3', ['-m', 'venv', FOLDER]);
  // parliament imports pkg_resources, which newer setuptools do not have.
  await succeed(join(SCANNERS_BIN, 'python'), ['-m', 'pip', 'install', '--quiet', ...PINNED, 'setuptools<81']);
  writeFileSync(complete, '');
}
