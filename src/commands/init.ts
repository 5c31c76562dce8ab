import { basename, dirname, join, relative } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { readIfThere } from '../disk/read-if-there';
import { createFiles, isTaken } from '../disk/write-files';
import {
  type Answers,
  BACKENDS,
  type Fields,
  fieldsOf,
  flagsWithoutEffect,
  isBackend,
  missingFlags,
  withCloudIds,
} from '../init/answers';
import type { OfferedLookUps } from '../init/ask';
import { credentialsOf } from '../init/credentials';
import type { LookUps } from '../init/found';
import type { TerraformInputs } from '../init/from-terraform';
import { IGNORED } from '../init/ignored';
import { type LookedUp, lookUp } from '../init/look-up';
import { PIPELINES, type System } from '../init/pipelines';
import { refuseMistakes, wrongName } from '../init/refuse-mistakes';
import { stackFileText } from '../init/stack-file-text';
import { inputsInFile } from '../init/terraform-file';
import { wrongValues } from '../init/wrong-values';
import { ConfigError, type Problem } from '../problems/errors';
import { withoutSecrets } from '../problems/secret-texts';
import { visible } from '../problems/visible-text';
import { WRONG_USE } from './exit-codes';
import { foldersOf } from './folders';
import { inRepository, repositoryOf } from './in-repository';
import { addProjectCommand } from './options';
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
  addProjectCommand(program, 'init', EXAMPLES)
    .description(
      'write a first stack file, a .gitignore and an example of a pipeline; asks on a terminal for what no flag sets. Never overwrites a file',
    )
    .argument('[name]', 'name of the environment', 'dev')
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
    .option('--prefect <url>', 'cloud, the address of a workspace there, or the URL of the API of your own server')
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
    .addOption(
      new Option('--backend <backend>', `where the state is: ${BACKENDS}`).argParser((given) => {
        if (!isBackend(given)) throw new InvalidArgumentError(`Allowed: ${BACKENDS}.`);
        return given;
      }),
    )
    .option('--suffix [suffix]', 'end all names in AWS in this; without a value, in random characters')
    .addOption(new Option('--ci <system>', 'write an example of a pipeline').choices(Object.keys(PIPELINES)))
    .action(init);
}

async function init(name: string, given: InitOptions): Promise<void> {
  const { stacks, out } = foldersOf(given);
  const file = join(stacks, `${name}.yaml`);
  const ofName = wrongName(name, file);
  if (ofName.length === 0 && isTaken(file)) {
    throw new ConfigError([
      { file, message: 'exists already', hint: 'set another name: npx prefect-ecs-worker init NAME' },
    ]);
  }
  const inputs = given.from === undefined ? undefined : inputsInFile(given.from);
  const options = { ...(inputs?.region !== undefined && { region: inputs.region }), ...withCloudIds(given) };
  const from: Fields = inputs?.values ?? {};
  const printer = new Printer(options);
  // Of a file that cannot have this name, the values are looked at all the same.
  const ofValues = wrongValues(ofName.length === 0 ? name : 'dev', options, { fields: from, file: given.from }, file);
  const wrong = [...ofName, ...idleFlags(given), ...ofValues];
  const answers = await answersOf(options, inputs, wrong, printer);
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
    PIPELINES[options.ci]({ environment: name, region: String(answers.region), ...inRepository(stacks, out) });
  const files: [string, string][] = [
    [file, text],
    [join(root, '.gitignore'), `${IGNORED.join('\n')}\n`],
    ...(pipeline === undefined ? [] : [[join(repositoryOf(root), pipeline.file), pipeline.text] as [string, string]]),
  ];
  const kept = files.filter(([path]) => isTaken(path)).map(([path]) => path);
  const created = files.filter(([path]) => !isTaken(path));
  createFiles(created);
  const left = (inputs?.left ?? []).filter((input) => !Object.hasOwn(fields, input));
  // A folder is shown as an error shows it: without the password of a URL that was given for it.
  const shown = created.map(([path]) => withoutSecrets(path));
  printer.data({ created: shown, kept: kept.map(withoutSecrets), left }, () =>
    shown.map((path) => `created  ${visible(path)}`).join('\n'),
  );
  for (const path of kept) printer.note(`left ${path} as it is${missingIn(path)}`);
  if (left.length > 0)
    printer.note(
      `not taken from ${options.from}, because only Terraform can evaluate them or no field has this name: ${left.join(', ')}`,
    );
  if (inputs?.several !== undefined)
    printer.note(`the module block has ${inputs.several}: each of its workers needs a stack file with its own values`);
  printer.status(next(name, out));
}

async function answersOf(
  options: InitOptions,
  inputs: TerraformInputs | undefined,
  wrong: readonly Problem[],
  printer: Printer,
): Promise<Answers | undefined> {
  const from: Fields = inputs?.values ?? {};
  const lookUps = options.lookUp ? lookUpsOf(options) : undefined;
  const isAsked = process.stdin.isTTY && process.stdout.isTTY && !options.json;
  if (wrong.length > 0 && (isAsked || lookUps !== undefined)) throw refused(wrong);
  if (wrong.length === 0 && missingFlags(options, from).length === 0 && lookUps === undefined) return options;
  if (isAsked) {
    // Loaded by this command alone, and only where there is somebody to ask.
    const { ask } = require('../init/ask') as typeof import('../init/ask');
    return ask(options, from, {}, lookUps ?? offeredTo(options));
  }
  const found = lookUps === undefined ? undefined : await lookUp(options, from, lookUps);
  const { answers, candidates, unused, unread }: LookedUp = found ?? NOTHING_FOUND(options);
  for (const line of unread) printer.note(`not looked up: ${line}`);
  if (unused.length > 0) printer.note(`found, to use with a flag:\n${unused.map((flag) => `  ${flag}`).join('\n')}`);
  const missing = missingFlags(answers, from);
  const problems = missing.flatMap((flag) => missingProblem(flag, candidates, inputs?.left ?? []));
  if (wrong.length + problems.length === 0) return answers;
  throw refused([...wrong, ...problems]);
}

/** A name, and the file that flags complete, are mistakes as in a stack file. */
function refused(problems: readonly Problem[]): ConfigError {
  return new ConfigError(problems, problems.some(({ file }) => file === 'init') ? WRONG_USE : undefined);
}

/** Flags that no file would show. */
function idleFlags(options: InitOptions): Problem[] {
  const profiles = { '--aws-profile': options.awsProfile, '--prefect-profile': options.prefectProfile };
  return [
    ...flagsWithoutEffect(options).map(({ path, beside }) => ({
      ...{ file: 'init', path, message: `has no effect with ${beside}`, hint: 'remove one of them' },
    })),
    ...Object.entries(options.lookUp ? {} : profiles)
      .filter(([, profile]) => profile !== undefined)
      .map(([path]) => ({
        ...{ file: 'init', path, message: 'has no effect without --look-up', hint: 'remove it, or add --look-up' },
      })),
  ];
}

/** The inputs of the reference module that flags stand for. */
const INPUTS: Readonly<Record<string, string>> = {
  '--account': 'prefect_account_id',
  '--workspace': 'prefect_workspace_id',
  '--pool': 'worker_work_pool_name',
  '--vpc': 'vpc_id',
  '--subnets': 'worker_subnets',
};

function missingProblem(flag: string, candidates: LookedUp['candidates'], left: readonly string[]): Problem[] {
  const [path = ''] = flag.split(' ');
  const choice = candidates.get(path);
  // A workspace is of one account.
  if (path === '--account' && candidates.has('--workspace')) return [];
  if (choice === undefined) {
    const input = INPUTS[path] ?? '';
    const message = left.includes(input)
      ? `is required: only Terraform can evaluate ${input}`
      : 'is required: there is no terminal to ask on';
    return [{ file: 'init', path, message, hint: `set ${flag}` }];
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

function offeredTo(options: InitOptions): OfferedLookUps {
  return { credentials: credentialsOf(process.env), accepted: () => lookUpsOf(options) };
}

function lookUpsOf({ awsProfile, prefectProfile }: InitOptions): LookUps {
  // Loaded by this command alone, for the clients of AWS.
  const { lookUpsWith } = require('../doctor/doctor') as typeof import('../doctor/doctor');
  const profiles = {
    ...(awsProfile !== undefined && { aws: awsProfile }),
    ...(prefectProfile !== undefined && { prefect: prefectProfile }),
  };
  return lookUpsWith(profiles, process.env);
}

/** What a .gitignore that was there lacks. */
function missingIn(path: string): string {
  if (basename(path) !== '.gitignore') return '';
  const lines = (readIfThere(path) ?? '').split(/\r?\n/);
  // Without the slash, git ignores files of that name too.
  const missing = IGNORED.filter((pattern) => !lines.includes(pattern) && !lines.includes(pattern.replace(/\/$/, '')));
  return missing.length > 0 ? `; it should have: ${missing.join(' ')}` : '';
}

function next(name: string, out: string): string {
  return [
    'Next:',
    '  npx prefect-ecs-worker synth',
    `  read ${join(out, 'stacks', name, 'README.md')}: what to prepare, and how to apply`,
    `  npx prefect-ecs-worker doctor ${name}`,
  ].join('\n');
}
