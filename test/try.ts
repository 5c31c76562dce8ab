import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseDocument } from 'yaml';
import { findStackFiles } from '../src/environment/find-stack-files';
import { ConfigError, describe } from '../src/problems/errors';
import { shellWord } from '../src/runbook/shell';
import { documentAmong } from '../src/terraform/document-file';
import { activeRevisions, nearestExistingPath } from './helpers/aws';
import { Emulator } from './helpers/emulator';
import { keepStateIn } from './helpers/example-surroundings';
import { asEcsStarts } from './helpers/prefect-container';
import { networkWithNames } from './helpers/prefect-network';
import { runOutput } from './helpers/prefect-pool';
import { Running } from './helpers/prefect-process';
import { Recording } from './helpers/prefect-recording';
import { PrefectServer, quietly, waitFor } from './helpers/prefect-server';
import { workerDefinition } from './helpers/prefect-stack';
import { installPrefect } from './helpers/prefect-tools';
import { PrefectWorker } from './helpers/prefect-worker';
import { run, succeed } from './helpers/run';
import { scratchFolder } from './helpers/stack-files';
import { pinProvider, Terraform } from './helpers/terraform';
import { missingTools } from './helpers/tools';

const USAGE = `Usage: npm run try -- [ENV] [--stacks DIR] [--region REGION] [--keep]

  ENV       an environment (default: dev, or the first one where there is no dev)
  --stacks  the folder of the stack files (default: stacks)
  --region  another region than that of the stack file
  --keep    leave everything running until Ctrl-C, and show how to reach it`;

const ENDED = ['COMPLETED', 'FAILED', 'CRASHED', 'CANCELLED'];
const USUAL = 'dev';
const STACKS = 'stacks';

interface Asked {
  /** undefined: no environment was named. */
  readonly name: string | undefined;
  readonly stacks: string;
  readonly region: string | undefined;
  readonly keep: boolean;
}

/** A stack as it was generated, and what an emulator must know of it. */
interface Stack {
  readonly name: string;
  readonly folder: string;
  readonly region: string;
  readonly account: string | undefined;
  readonly tasks: number;
  /** Inputs without a default: the key, and what else is asked for. */
  readonly asked: readonly string[];
  readonly isVpcGiven: boolean;
}

/** What Ctrl-C and the end both stop, the last started first. */
const started: (() => unknown)[] = [];

/**
 * `npm run try`: one environment from its stack file to a flow run that ended, for someone without an AWS account. It
 * works on copies, so nothing is left in the checkout.
 */
async function tryOut({ name: named, stacks, region, keep }: Asked): Promise<void> {
  const [name, file] = stackFileOf(named, stacks);
  say(`Synthesizing ${name}`);
  const stack = await synthesized(name, { stacks, file, region });

  say('Starting an AWS emulator and a Prefect server');
  const starting = startPrefect();
  const [emulator] = await Promise.all([
    Emulator.start({ tasks: stack.tasks, ...(stack.account && { account: stack.account }) }),
    new Terraform(stack.folder).init(),
  ]);
  started.push(() => emulator.stop());
  const network = await networkWithNames(emulator, stack.region);

  say(`terraform apply, in ${stack.region}`);
  const terraform = new Terraform(stack.folder, {
    ...emulator.variables,
    ...network.variables,
    ...Object.fromEntries(stack.asked.map((input) => [`TF_VAR_${input}`, 'any-word-will-do-here'])),
  });
  await terraform.apply();
  const applied = { name, folder: stack.folder, outputs: await terraform.outputs() };
  show('There is now', await nearestExistingPath(emulator, stack.region));

  const server = await starting;
  say('Creating the work pool, with the command of the output prefect_work_pool_create_command');
  await runOutput(server, applied, 'prefect_work_pool_create_command');

  say('Starting the worker, as its task definition says');
  const recording = await Recording.start(emulator);
  started.push(() => recording.stop());
  const worker = await PrefectWorker.start(
    { emulator, recording, definition: await workerDefinition(emulator, applied, stack.region), region: stack.region },
    { environment: { PREFECT_API_URL: server.apiUrl } },
  );
  started.push(() => worker.stop());

  say('prefect deploy --all');
  await deploy(server, stack);

  say(`prefect deployment run ${deploymentOf(stack)}`);
  const flowRun = await server.runOf(deploymentOf(stack));
  const task = await waitFor(`the worker to start a task\n${worker.output}`, async () =>
    recording
      .of('ecs:RunTask')
      .find(({ body }) => body.tags.some(({ value }: { readonly value: string }) => value === flowRun)),
  );
  const definition = recording
    .of('ecs:RegisterTaskDefinition')
    .find(({ answer }) => answer.taskDefinition?.taskDefinitionArn === task.body.taskDefinition);
  const container = await asEcsStarts(
    emulator,
    definition?.body.containerDefinitions[0],
    task.body.overrides.containerOverrides[0],
    stack.region,
  );
  show('The worker called', [
    `ecs:RegisterTaskDefinition ${definition?.body.family}, ${definition?.body.cpu} CPU, ${definition?.body.memory} MiB`,
    `ecs:RunTask ${task.answer.tasks[0].taskArn.split('/').at(-1)}, command: ${container.command.join(' ')}`,
  ]);

  const home = scratchFolder();
  const played = Running.start(container.command, { cwd: home, env: { ...quietly(home), ...container.environment } });
  await played.ended();
  const state = await server.stateOf(flowRun, ENDED);
  show(
    'The flow run logged',
    state.type === 'COMPLETED' ? await server.logOf(flowRun, 'Hello from ECS!') : [played.output.trimEnd()],
  );
  if (state.type !== 'COMPLETED') throw new Error(`The flow run ended as ${state.name}: ${state.message}`);
  say(`The flow run ended as ${state.name}`);
  show('What stood in for something', standIns(stack));

  if (keep) {
    return hold(stack, { ...emulator.variables, ...network.variables, PREFECT_API_URL: server.apiUrl });
  }
  say('terraform destroy');
  await worker.stop();
  await terraform.destroy();
  const left = await nearestExistingPath(emulator, stack.region);
  if (left.length > 0) throw new Error(`The destroy left ${left.join(', ')}`);
  show(
    'All gone, except what ECS keeps to roll back to',
    (await activeRevisions(emulator, stack.region)).map((revision) => `task definition ${revision}`),
  );
}

/** While Terraform applies: both wait most of the time, and the first time Prefect has to be installed. */
function startPrefect(): Promise<PrefectServer> {
  const starting = installPrefect().then(() => PrefectServer.start());
  // Whoever waits for the server sees why it did not start; until then nobody may.
  const stopped = starting.then((server) => () => server.stop()).catch(() => () => {});
  started.push(async () => (await stopped)());
  return starting;
}

/** The environment that was named, or the one to begin with. @throws ConfigError where there is none. */
function stackFileOf(named: string | undefined, stacks: string): readonly [name: string, file: string] {
  const { environments } = findStackFiles(stacks);
  const names = [...environments.keys()];
  const name = named ?? (environments.has(USUAL) ? USUAL : String(names[0]));
  const file = environments.get(name);
  if (file !== undefined) return [name, file];
  throw new ConfigError([
    { file: stacks, message: `has no environment ${name}`, hint: `allowed: ${names.join(', ')}` },
  ]);
}

interface Source {
  readonly stacks: string;
  /** The stack file, from that folder. */
  readonly file: string;
  readonly region: string | undefined;
}

/** Generates one environment from a copy of the stack files; another region is set in the copy. */
async function synthesized(name: string, { stacks, file, region }: Source): Promise<Stack> {
  const project = scratchFolder();
  cpSync(stacks, join(project, STACKS), { recursive: true });
  if (region !== undefined) {
    const copy = join(project, STACKS, file);
    const document = parseDocument(readFileSync(copy, 'utf8'));
    document.set('region', region);
    writeFileSync(copy, document.toString());
  }
  const synth = ['src/start/in-clone.cjs', 'synth', '--quiet', '--dir', project, name];
  const { status, output } = await run(process.execPath, synth);
  if (status !== 0) throw new Error(output.trimEnd());
  const folder = join(project, 'generated', STACKS, name);
  keepStateIn(folder);
  pinProvider(folder);
  const { text = '' } = documentAmong((name) => textIn(folder, name)) ?? {};
  const { provider, variable } = JSON.parse(text);
  const [aws] = provider.aws;
  return {
    name,
    folder,
    region: aws.region,
    account: aws.allowed_account_ids?.[0],
    tasks: variable.worker_desired_count?.default ?? 1,
    asked: Object.entries<object>(variable).flatMap(([input, declared]) => ('default' in declared ? [] : [input])),
    isVpcGiven: variable.vpc_id !== undefined,
  };
}

function textIn(folder: string, name: string): string | undefined {
  const file = join(folder, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** Deploys the generated project from a clone of a repository that holds it, as the page leads to. */
async function deploy(server: PrefectServer, stack: Stack): Promise<void> {
  const repository = scratchFolder();
  const path = join('generated', STACKS, stack.name);
  const folder = join(repository, path);
  mkdirSync(folder, { recursive: true });
  for (const file of ['my_flow.py', 'prefect.yaml']) cpSync(join(stack.folder, file), join(folder, file));
  const git = (...args: readonly string[]) => succeed('git', args, { cwd: repository });
  await git('init', '--quiet', '--initial-branch=main');
  await git('add', '.');
  await git('-c', 'user.name=try', '-c', 'user.email=try@example.com', 'commit', '--quiet', '--message=flows');
  const variables = { FLOWS_REPOSITORY: `file://${repository}`, FLOWS_BRANCH: 'main', FLOWS_FOLDER: `${path}/` };
  await server.prefect(['deploy', '--all'], folder, variables);
  if (clones(stack)) return;
  const { id } = await server.api('GET', `/deployments/name/${deploymentOf(stack)}`);
  await server.api('PATCH', `/deployments/${id}`, {
    pull_steps: [{ 'prefect.deployments.steps.set_working_directory': { directory: folder } }],
  });
}

function deploymentOf({ name }: Stack): string {
  return `my-flow/${name}-ecs-test`;
}

/** Whether flow runs clone the repository that the shell names. */
function clones({ folder }: Stack): boolean {
  return readFileSync(join(folder, 'prefect.yaml'), 'utf8').includes('$FLOWS_REPOSITORY');
}

function standIns(stack: Stack): string[] {
  return [
    'AWS: an emulator (moto). It starts no containers, and does not enforce IAM, routes or security groups',
    'Prefect Cloud: a Prefect server on this machine',
    'ECS: the worker and the flow run are processes on this machine, with the command and variables of their tasks',
    clones(stack)
      ? 'your git host: a repository on this machine, which the flow run cloned'
      : 'the image of flow runs: the flow was read from a folder on this machine',
    ...(stack.isVpcGiven
      ? ['the VPC and its subnets: created in the emulator, set as TF_VAR_vpc_id and TF_VAR_worker_subnets']
      : []),
    'the backend of the state: a local file',
  ];
}

async function hold({ folder }: Stack, variables: NodeJS.ProcessEnv): Promise<void> {
  show('It runs until Ctrl-C. In another terminal', [
    `cd ${folder}`,
    ...Object.entries(variables).map(([name, value = '']) => `export ${name}=${shellWord(value)}`),
    'Each command of README.md in that folder works there: Is it down?, Restart, Roll back, Rotate',
  ]);
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {}, 60_000);
    process.once('SIGINT', () => {
      clearInterval(timer);
      resolve();
    });
  });
}

function say(text: string): void {
  console.log(`▸ ${text}`);
}

function show(title: string, lines: readonly string[]): void {
  console.log([`  ${title}:`, ...lines.map((line) => `    ${line}`)].join('\n'));
}

/** What Prefect and the flow's repository need, beyond the tools of every real test. */
function furtherMissing(): string[] {
  const further = { python3: 'Python 3.10 or newer, which installs Prefect (python3)', git: 'git' };
  return Object.entries(further).flatMap(([command, what]) =>
    spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0 ? [] : [what],
  );
}

function asked(): Asked | undefined {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        stacks: { type: 'string', default: STACKS },
        region: { type: 'string' },
        keep: { type: 'boolean', default: false },
      },
    });
    if (positionals.length > 1) return undefined;
    return { name: positionals[0], ...values, region: values.region };
  } catch {
    return undefined;
  }
}

async function main(): Promise<number> {
  const what = asked();
  if (what === undefined) {
    console.error(USAGE);
    return 2;
  }
  const missing = [...missingTools(), ...furtherMissing()];
  if (missing.length > 0) {
    console.error(`npm run try needs what is missing here:\n${missing.map((tool) => `  ${tool}`).join('\n')}`);
    return 1;
  }
  const began = Date.now();
  try {
    await tryOut(what);
    say(`Done in ${Math.round((Date.now() - began) / 1000)} s`);
    return 0;
  } catch (error) {
    console.error(
      error instanceof ConfigError ? describe(error.problems) : error instanceof Error ? error.message : error,
    );
    return 1;
  } finally {
    for (const stop of started.reverse()) await stop();
  }
}

void main().then((status) => process.exit(status));
