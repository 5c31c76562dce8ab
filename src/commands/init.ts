import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type Command, Option } from 'commander';
import { textOfNamed } from '../disk/named-file';
import { createFiles, isTaken } from '../disk/write-files';
import { type Answers, type Fields, fieldsOf, missingFlags } from '../init/answers';
import type { LookUps } from '../init/found';
import { inputsIn, type TerraformInputs } from '../init/from-terraform';
import { IGNORED } from '../init/ignored';
import { type LookedUp, lookUp } from '../init/look-up';
import { PIPELINES, type System } from '../init/pipelines';
import { refuseMistakes, refuseName } from '../init/refuse-mistakes';
import { stackFileText } from '../init/stack-file-text';
import { ConfigError, type Problem } from '../problems/errors';
import { WRONG_USE } from './exit-codes';
import { foldersOf } from './folders';
import { addPlainCommand, outOption } from './options';
import { Printer, type Printing } from './printer';

interface InitOptions extends Printing, Answers {
  readonly dir?: string;
  readonly stacks?: string;
  readonly out?: string;
  readonly from?: string;
  readonly ci?: System;
  readonly lookUp?: boolean;
  readonly awsProfile?: string;
  readonly prefectProfile?: string;
}

const EXAMPLES = [
  'init dev',
  'init prod --region us-east-1 --account ID --workspace ID --pool ecs-pool --vpc new --backend s3:my-terraform-states --ci github',
  'init prod --region us-east-1 --from terraform.tfvars',
  'init prod --look-up --aws-profile prod --prefect-profile prod',
];

export function addInit(program: Command): void {
  addPlainCommand(program, 'init', EXAMPLES)
    .description(
      'write a first stack file, a .gitignore and an example of a pipeline; asks on a terminal for what no flag sets. Never overwrites a file',
    )
    .argument('[name]', 'name of the environment', 'dev')
    .option('--dir <dir>', 'folder of the project (default: the nearest above that has stack files, or this one)')
    .option('--stacks <dir>', 'folder of the stack files (default: stacks)')
    .addOption(outOption())
    .option(
      '--from <file>',
      'take inputs from a terraform.tfvars, or from the module block of the reference module in a .tf file',
    )
    .option(
      '--look-up',
      'look up what no flag sets, with your credentials of AWS and Prefect: asks with what exists, or without a terminal takes what there is one of. Reads only',
    )
    .option('--aws-profile <name>', 'with --look-up: profile of AWS (default: AWS_PROFILE, or as the AWS CLI)')
    .option('--prefect-profile <name>', 'with --look-up: profile of Prefect (default: the active one)')
    .option('--region <region>', 'AWS region')
    .option('--aws-account <id>', 'account of AWS: apply then refuses any other')
    .option('--prefect <url>', 'cloud, or the URL of the API of your own server')
    .option('--account <id>', 'account of Prefect Cloud')
    .option('--workspace <id>', 'workspace of Prefect Cloud')
    .addOption(
      new Option('--auth <auth>', 'how the worker authenticates at your own server').choices([
        'api_key',
        'auth_string',
        'none',
      ]),
    )
    .option('--pool <name>', 'work pool')
    .option('--vpc <id>', 'ID of a VPC, or new')
    .option('--subnets <ids...>', 'IDs of subnets in it')
    .option('--secret <arn>', 'ARN of a secret that has the key (default: a new one)')
    .option('--flow-image <image>', 'image of flow runs')
    .option(
      '--image <image>',
      'default, ecr (creates a repository for the images of flows), or the image of the worker',
    )
    .option('--backend <backend>', 'where the state is: local, s3:BUCKET, hcp:ORGANIZATION, or at-init')
    .option('--suffix [suffix]', 'end all names in AWS in this; without a value, in random characters')
    .addOption(new Option('--ci <system>', 'write an example of a pipeline').choices(Object.keys(PIPELINES)))
    .action(init);
}

async function init(name: string, options: InitOptions): Promise<void> {
  const { stacks, out } = foldersOf(options);
  const file = join(stacks, `${name}.yaml`);
  refuseName(name, file);
  if (isTaken(file)) {
    throw new ConfigError([
      { file, message: 'exists already', hint: 'set another name: npx prefect-ecs-worker init NAME' },
    ]);
  }
  const inputs = options.from === undefined ? undefined : inputsOf(options.from);
  const from: Fields = inputs?.values ?? {};
  const printer = new Printer(options);
  const answers = await answersOf(options, from, printer);
  if (answers === undefined) {
    process.exitCode = 1;
    return;
  }
  const fields = fieldsOf(answers, from);
  const text = stackFileText(fields, join(relative(stacks, out), 'environment.schema.json'));
  refuseMistakes(name, text, file);
  const root = dirname(stacks);
  const pipeline =
    options.ci &&
    PIPELINES[options.ci]({ environment: name, region: String(answers.region), ...inRepository(root, out) });
  const files: [string, string][] = [
    [file, text],
    [join(root, '.gitignore'), `${IGNORED.join('\n')}\n`],
    ...(pipeline === undefined ? [] : [[join(repositoryOf(root), pipeline.file), pipeline.text] as [string, string]]),
  ];
  const kept = files.filter(([path]) => isTaken(path)).map(([path]) => path);
  const created = files.filter(([path]) => !isTaken(path));
  createFiles(created);
  const left = (inputs?.left ?? []).filter((input) => !Object.hasOwn(fields, input));
  printer.data({ created: created.map(([path]) => path), kept, left }, () =>
    created.map(([path]) => `created  ${path}`).join('\n'),
  );
  for (const path of kept)
    printer.note(`left ${path} as it is${path.endsWith('.gitignore') ? `; it should have: ${IGNORED.join(' ')}` : ''}`);
  if (left.length > 0)
    printer.note(
      `not taken from ${options.from}, as they are expressions or have no field of this name: ${left.join(', ')}`,
    );
  printer.status(next(name, out));
}

async function answersOf(options: InitOptions, from: Fields, printer: Printer): Promise<Answers | undefined> {
  const lookUps = options.lookUp ? lookUpsOf(options) : undefined;
  if (missingFlags(options, from).length === 0 && lookUps === undefined) return options;
  if (process.stdin.isTTY && process.stdout.isTTY && !options.json) {
    // Loaded by this command alone, and only where there is somebody to ask.
    const { ask } = require('../init/ask') as typeof import('../init/ask');
    return ask(options, from, {}, lookUps);
  }
  const found = lookUps === undefined ? undefined : await lookUp(options, from, lookUps);
  const { answers, candidates, unused, unread }: LookedUp = found ?? NOTHING_FOUND(options);
  for (const line of unread) printer.note(`not looked up: ${line}`);
  if (unused.length > 0) printer.note(`found, to use with a flag:\n${unused.map((flag) => `  ${flag}`).join('\n')}`);
  const missing = missingFlags(answers, from);
  if (missing.length === 0) return answers;
  throw new ConfigError(
    missing.flatMap((flag) => missingProblem(flag, candidates)),
    WRONG_USE,
  );
}

function missingProblem(flag: string, candidates: LookedUp['candidates']): Problem[] {
  const [path = ''] = flag.split(' ');
  const choice = candidates.get(path);
  // A workspace is of one account.
  if (path === '--account' && candidates.has('--workspace')) return [];
  if (choice === undefined) {
    return [{ file: 'init', path, message: 'is required: there is no terminal to ask on', hint: `set ${flag}` }];
  }
  const values = choice.map(([value, label]) => {
    const [account, workspace] = value.split('/');
    return path === '--workspace'
      ? `--account ${account} --workspace ${workspace}  ${label}`
      : `${path} ${value}${label === value ? '' : `  ${label}`}`;
  });
  const hint = `set one of:\n${values.map((value) => `      ${value}`).join('\n')}`;
  return [{ file: 'init', path, message: `is required: ${choice.length} were found`, hint }];
}

const NOTHING_FOUND = (answers: Answers): LookedUp => ({ answers, candidates: new Map(), unused: [], unread: [] });

function lookUpsOf({ awsProfile, prefectProfile }: InitOptions): LookUps {
  // Loaded by this command alone, for the clients of AWS.
  const { lookUpsWith } = require('../doctor/doctor') as typeof import('../doctor/doctor');
  const profiles = {
    ...(awsProfile !== undefined && { aws: awsProfile }),
    ...(prefectProfile !== undefined && { prefect: prefectProfile }),
  };
  return lookUpsWith(profiles, process.env);
}

/** @throws ConfigError where the file cannot be read, or has no block of the reference module. */
function inputsOf(file: string): TerraformInputs {
  const text = textOfNamed(file, 'set --from to a file of Terraform', 1);
  const found = inputsFrom(file, text);
  if (found !== undefined) return found;
  const hint = 'set --from to a .tf file with one module block that sets worker_work_pool_name, or to a .tfvars file';
  throw new ConfigError([
    { file, message: 'contains no module block of the reference module, or more than one', hint },
  ]);
}

function inputsFrom(file: string, text: string): TerraformInputs | undefined {
  try {
    return inputsIn(file, text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const hint = 'set --from to a file of Terraform';
    throw new ConfigError([{ file, message: 'cannot be read (invalid JSON)', hint }]);
  }
}

/** The nearest folder above that is a repository: pipelines belong there. */
function repositoryOf(folder: string): string {
  for (let above = folder; existsSync(above); above = join(above, '..')) {
    if (existsSync(join(above, '.git'))) return above;
    if (relative(join(above, '..'), above) === '') break;
  }
  return folder;
}

function inRepository(root: string, out: string): { out: string; dir: string } {
  const repository = repositoryOf(root);
  return { out: relative(repository, out), dir: relative(repository, root) };
}

function next(name: string, out: string): string {
  return [
    'Next:',
    '  npx prefect-ecs-worker synth',
    `  read ${join(out, 'stacks', name, 'README.md')}: what to see to before, and how to apply`,
    `  npx prefect-ecs-worker doctor ${name}`,
  ].join('\n');
}
