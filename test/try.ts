import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { activeRevisions, whatIsThere } from './helpers/aws';
import { Emulator } from './helpers/emulator';
import { copyProject } from './helpers/project';
import { missingTools } from './helpers/tools';

/**
 * `npm run try`: deploys `dev` with cdktf into an AWS emulator, shows what is there, and takes it down again.
 * For someone without an AWS account. It works on a copy, so nothing is left in the checkout.
 */
async function tryOut(folder: string): Promise<void> {
  say('Starting the AWS emulator');
  const emulator = await Emulator.start();
  try {
    say('Making a VPC with two subnets');
    const { variables } = await emulator.network();
    const project = copyProject(folder);
    const cdktf = (command: string) =>
      project.cdktf([command, 'dev', '--auto-approve', '--skip-provider-lock'], {
        ...emulator.variables,
        ...variables,
        TF_VAR_prefect_api_key: 'any-word-will-do-here',
      });

    say('cdktf deploy dev (about half a minute)');
    await cdktf('deploy');
    const revisions = (await activeRevisions(emulator)).map((revision) => `task definition ${revision}`);
    show('There is now', [...(await whatIsThere(emulator)), ...revisions]);

    say('cdktf destroy dev');
    await cdktf('destroy');
    const left = await whatIsThere(emulator);
    if (left.length > 0) throw new Error(`destroy left ${left.join(', ')}`);
    show('All gone, but for what ECS keeps to roll back to', revisions);
  } finally {
    emulator.stop();
  }
}

function say(text: string): void {
  console.log(`▸ ${text}`);
}

function show(title: string, lines: readonly string[]): void {
  console.log([`  ${title}:`, ...lines.map((line) => `    ${line}`)].join('\n'));
}

async function main(): Promise<void> {
  const missing = missingTools();
  if (missing.length > 0) {
    console.error(`npm run try needs what is missing here:\n${missing.map((what) => `  ${what}`).join('\n')}`);
    process.exitCode = 1;
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'prefect-ecs-worker-try-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  process.once('SIGINT', () => process.exit(130));
  try {
    await tryOut(folder);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

void main();
