import { join, relative } from 'node:path';
import { type Command, Option } from 'commander';
import type { Adoption, Existing, Outcome } from '../adopt/adoption';
import type { FoundWorker } from '../adopt/found-worker';
import type { Way } from '../adopt/ways';
import { textOfNamed } from '../disk/named-file';
import { createFiles } from '../disk/write-files';
import type { Environment } from '../environment/environment';
import { ConfigError, isMistake } from '../problems/errors';
import { merge } from '../stack-file/extends';
import { isMap } from '../stack-file/is-map';
import { WRONG_USE } from './exit-codes';
import { foldersOf } from './folders';
import { addProjectCommand } from './options';
import { Printer, type Printing } from './printer';

interface AdoptOptions extends Printing {
  readonly dir?: string;
  readonly stacks?: string;
  readonly out?: string;
  readonly worker?: string;
  readonly way?: Way;
  readonly stack: readonly string[];
  readonly with?: string;
}

const EXAMPLES = [
  'adopt terraform.tfstate',
  'adopt state.json prod --worker module.workers["a"] --way import',
  'adopt state.json --json',
  'adopt arn:aws:ecs:us-east-1:111122223333:service/CLUSTER/SERVICE prod',
  'adopt template.yaml prod --stack stack.json --stack resources.json',
  'adopt terraform.tfstate prod --with fields.yaml',
];

const MOST_NAMED = 5;

const WAYS: readonly Way[] = ['moved', 'import', 'state-mv', 'module'];

export function addAdopt(program: Command): void {
  addProjectCommand(program, 'adopt', EXAMPLES)
    .description(
      'write the stack file of a worker that exists, from a Terraform state, the output of terraform show -json, a stack of CloudFormation, or its account; says which ways lead into the stack without a loss, and what to do in the old configuration. Changes nothing in AWS or in a state. Never overwrites a file',
    )
    .argument(
      '<file>',
      'a state (terraform state pull > FILE), terraform show -json > FILE, the template of a CloudFormation stack, or the ARN of an ECS service or cluster, which is read from AWS; so are the services in aws cloudformation describe-stack-resources > FILE',
    )
    .argument('[name]', 'name of the environment (default: that of the worker)')
    .option(
      '--stack <file>',
      'for a template: what aws cloudformation describe-stack-resources wrote; again for describe-stacks, which has the parameters',
      (file: string, files: readonly string[]) => [...files, file],
      [] as readonly string[],
    )
    .option('--worker <address>', 'where there are several: the address of its module, or of its service')
    .option(
      '--with <file>',
      'a YAML file with fields of a stack file, which come over what is found: what it does not contain, or should be different; null removes',
    )
    .addOption(new Option('--way <way>', 'how it comes into the stack (default: the first that is safe)').choices(WAYS))
    .action(adopt);
}

async function adopt(file: string, given: string | undefined, options: AdoptOptions): Promise<void> {
  // Loaded by this command alone.
  const { workersAmong } = require('../adopt/found-worker') as typeof import('../adopt/found-worker');
  const { adoptionOf, outcomeOf } = require('../adopt/adoption') as typeof import('../adopt/adoption');
  const { refuseMistakes } = require('../init/refuse-mistakes') as typeof import('../init/refuse-mistakes');
  const { stackFileText } = require('../init/stack-file-text') as typeof import('../init/stack-file-text');
  const over = options.with === undefined ? {} : fieldsIn(options.with);
  const existing = file.startsWith('arn:') ? await existingAt(file) : await inFile(file, options.stack);
  const workers = workersAmong(existing.resources);
  const adoption = adoptionOf(chosen(file, workers, existing, options.worker), workers, existing, options.way);
  refuseUnsafe(file, adoption);
  const name = given ?? environmentName(String(adoption.fields['name']));
  const { stacks, out } = foldersOf(options);
  const stackFile = join(stacks, `${name}.yaml`);
  // The name of the file is the default.
  const fields = Object.entries(merge(adoption.fields, over)).filter(
    ([field, value]) => field !== 'name' || value !== name,
  );
  const text = stackFileText(Object.fromEntries(fields), join(relative(stacks, out), 'environment.schema.json'));
  const outcome = outcomeOf(
    adoption,
    soundEnvironment(() => refuseMistakes(name, text, stackFile)),
  );
  // As a module it stays in the old configuration.
  const isWritten = adoption.way !== 'module';
  if (isWritten) createFiles([[stackFile, text]]);
  const printer = new Printer(options);
  const created = isWritten ? [stackFile] : [];
  printer.data(asData(adoption, outcome, created), () => inWords(adoption, outcome, created));
}

/** @throws ConfigError where the file is no mapping. */
function fieldsIn(file: string): Readonly<Record<string, unknown>> {
  const { parse } = require('yaml') as typeof import('yaml');
  const hint = 'set --with to a YAML file with fields of a stack file, for example vpc_id: vpc-0123456789abcdef0';
  const text = textOfNamed(file, hint, WRONG_USE);
  const fields = parsed(() => parse(text));
  if (isMap(fields)) return fields;
  throw new ConfigError([{ file, message: 'is not a YAML mapping', hint }], WRONG_USE);
}

function parsed(parse: () => unknown): unknown {
  try {
    return parse();
  } catch {
    // Its message repeats lines, in which secrets may be.
    return undefined;
  }
}

/** @throws ConfigError with the way out: a file that is not written cannot be edited. */
function soundEnvironment(load: () => Environment): Environment {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const problems = error.problems.filter(isMistake).map((problem) => ({
      ...{
        ...problem,
        hint: `${problem.hint === undefined ? '' : `${problem.hint}; `}write it into a file: --with FILE`,
      },
    }));
    throw new ConfigError(problems, error.exitCode);
  }
}

/** The name of a stack file may be none that AWS takes: that is lower-case. */
function environmentName(name: string): string {
  return name
    .toLowerCase()
    .replace(/^[_-]+/, '')
    .slice(0, 64);
}

/** Source: "Resource types defined by Amazon ECS", https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html */
const ECS_ARN = /^arn:[^:]+:ecs:[^:]+:[0-9]{12}:(service\/[^/]+\/[^/]+|cluster\/[^/]+)$/;
/** Source: "Amazon Resource Names (ARNs) and IDs" in the developer guide of ECS: the form of services before 2021. */
const SHORT_ARN = /^(arn:[^:]+:ecs:[^:]+:[0-9]{12}:service)\/([^/]+)$/;

/** What is read. Source: the page of each service in the Service Authorization Reference. ReadOnlyAccess has all of it. */
const CALLS =
  'ecs:Describe*, ecs:ListServices, logs:DescribeLogGroups, logs:ListTagsForResource, ec2:DescribeSecurityGroups and application-autoscaling:Describe*';

/** @throws ConfigError where there is no such service, or these credentials may not read it. */
async function existingAt(arn: string): Promise<Existing> {
  if (!ECS_ARN.test(arn)) {
    const [, start, service] = SHORT_ARN.exec(arn) ?? [];
    const message =
      service === undefined
        ? 'is no ARN of an ECS service or cluster'
        : 'is an ARN of the older form, without a cluster';
    const hint =
      service === undefined
        ? 'aws ecs list-services --cluster CLUSTER shows the ARNs of services'
        : `set ${start}/CLUSTER/${service}`;
    throw new ConfigError([{ file: arn, message, hint }], WRONG_USE);
  }
  // The clients of AWS are in a bundle of their own.
  const { workersAt } = require('../doctor/doctor') as typeof import('../doctor/doctor');
  try {
    const resources = await workersAt(arn);
    if (resources.length > 0) return { resources, isState: false };
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: object };
    if ($metadata === undefined && name !== 'CredentialsProviderError') throw error;
    const hint = `set AWS_PROFILE, or other credentials that may call ${CALLS}`;
    throw new ConfigError([{ file: arn, message: `AWS answers: ${name}: ${message}`, hint }], WRONG_USE);
  }
  const hint = 'aws ecs list-services --cluster CLUSTER shows the ARNs';
  throw new ConfigError(
    [{ file: arn, message: 'is no service that is active, and no cluster with one', hint }],
    WRONG_USE,
  );
}

async function inFile(file: string, descriptions: readonly string[]): Promise<Existing> {
  const { existingIn } = require('../adopt/existing-file') as typeof import('../adopt/existing-file');
  const { eachOnce } = require('../adopt/resource') as typeof import('../adopt/resource');
  const existing = existingIn(file, descriptions);
  if (!('services' in existing)) return existing;
  const { services, stack } = existing;
  const read = await Promise.all(services.map(existingAt));
  return { resources: eachOnce(read.flatMap(({ resources }) => resources)), isState: false, stack };
}

/** @throws ConfigError where none or several could be meant. */
function chosen(
  file: string,
  workers: readonly FoundWorker[],
  { resources }: Existing,
  address: string | undefined,
): FoundWorker {
  const fitting = workers.filter((worker) => address === undefined || worker.address === address);
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only;
  const found = workers.map((worker) => worker.address).join(', ');
  if (workers.length === 0) {
    const message = `contains no worker: ${servicesIn(resources)}`;
    throw new ConfigError([{ file, message, hint: 'set the state of the configuration that creates the worker' }]);
  }
  const message = address === undefined ? `contains ${workers.length} workers` : `contains no worker ${address}`;
  throw new ConfigError([{ file, message, hint: `set --worker to one of: ${found}` }], WRONG_USE);
}

/** Why none is found. */
function servicesIn(resources: Existing['resources']): string {
  const services = resources
    .filter(({ type, isBeside }) => type === 'aws_ecs_service' && !isBeside)
    .map(({ address }) => address);
  const none = 'no ECS service whose task runs prefect worker start with a pool';
  if (services.length === 0) return `${none}, and no other ECS service`;
  const more = services.length > MOST_NAMED ? ` and ${services.length - MOST_NAMED} more` : '';
  return `${none}; its ECS services are ${services.slice(0, MOST_NAMED).join(', ')}${more}`;
}

/** @throws ConfigError where the way that was asked for loses something. */
function refuseUnsafe(file: string, { way, ways, worker }: Adoption): void {
  const refused = ways.find((one) => one.way === way)?.refused;
  if (refused === undefined) return;
  const safe = ways.flatMap((one) => (one.refused === undefined ? [one.way] : []));
  const message = `--way ${way} is not safe for ${worker.address}: ${refused}`;
  const hint = safe.length > 0 ? `set --way to one of: ${safe.join(', ')}` : 'leave it where it is: no way is safe';
  throw new ConfigError([{ file, message, hint }]);
}

function asData({ worker, way, ways, notTaken }: Adoption, outcome: Outcome, created: readonly string[]): object {
  const { oldConfiguration, ...effects } = outcome;
  return {
    worker: worker.address,
    created_by: worker.origin ?? null,
    way,
    ways: ways.map(({ way: one, what, refused }) => ({ way: one, what, safe: refused === undefined, refused })),
    created_files: created,
    ...effects,
    not_taken: notTaken,
    old_configuration: oldConfiguration,
  };
}

const ORIGINS = { registry: 'the registry module', recipe: 'the recipe' } as const;

function inWords(
  { worker, way, ways, notTaken, isState, stack }: Adoption,
  outcome: Outcome,
  created: readonly string[],
): string {
  const others = stack ? 'CloudFormation' : isState ? 'other Terraform' : 'other means';
  const by = worker.origin === undefined ? others : ORIGINS[worker.origin];
  const { taken, changed, created: further, left, asked, oldConfiguration } = outcome;
  const lines = (effects: Outcome['taken']) => effects.map(({ address, what }) => `  ${address}: ${what}`);
  const verdicts = ways.map(({ way: one, what, refused }) => {
    const verdict = refused === undefined ? 'safe' : `refused: ${refused}`;
    return `  ${one === way ? '*' : ' '} ${one}: ${what}\n      ${verdict}`;
  });
  const parts: [title: string, lines: readonly string[]][] = [
    [`${worker.address}, created by ${by}. Ways into a stack (* is used)`, verdicts],
    ['Taken over', lines(taken)],
    ['Changed in place at the first apply', lines(changed)],
    ['Created, or put over what has the same name', lines(further)],
    ['Left', lines(left)],
    ['The plan asks for', lines(asked)],
    ['Not in the stack file', notTaken.map((what) => `  ${what}`)],
    [
      stack ? 'The stack of CloudFormation' : 'The old configuration',
      oldConfiguration.split('\n').map((line) => (line === '' ? '' : `  ${line}`)),
    ],
    ['Created', created.map((file) => `  ${file}`)],
  ];
  return parts
    .filter(([, content]) => content.length > 0)
    .map(([title, content]) => `${title}:\n${content.join('\n')}`)
    .join('\n\n');
}
