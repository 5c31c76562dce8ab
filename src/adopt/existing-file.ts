import { textOfNamed } from '../disk/named-file';
import { ConfigError, type ExitCode } from '../problems/errors';
import { isMap } from '../stack-file/is-map';
import type { Existing } from './adoption';
import { resourcesOfStack, unknownOfStack } from './cloudformation-resources';
import { type DescribedStack, describedStack, stackNameOf } from './cloudformation-stack';
import { documentIn, expandedIn, type Template, templateIn } from './cloudformation-template';
import { type Resource, textOf } from './resource';
import { resourcesInState, storedFlat } from './terraform-state';

/** What a file lists; or the services of a stack of CloudFormation, by ARN, which AWS is asked about. */
export type InFile = Existing | { readonly services: readonly string[]; readonly stack: DescribedStack };

const WRONG_USE: ExitCode = 2;
const DESCRIBE = 'aws cloudformation describe-stack-resources --stack-name NAME > FILE';

/** @throws ConfigError where a file cannot be read, or is nothing that lists resources. */
export function existingIn(file: string, descriptions: readonly string[]): InFile {
  const text = textOfNamed(file, STATE_HINT, WRONG_USE);
  const document = documentIn(text);
  const resources = resourcesInState(document);
  const [flat] = storedFlat(document);
  if (flat !== undefined) {
    throw refused(
      file,
      `has ${flat} in the form of Terraform 0.11, which is not read`,
      'run terraform refresh in the old configuration, and terraform state pull again',
    );
  }
  if (resources !== undefined) {
    return { resources, isState: true, lookedUp: resourcesInState(document, 'data') ?? [] };
  }
  const [expanded] = expandedIn(document);
  if (expanded !== undefined) {
    throw refused(
      file,
      `is a template with ${expanded}, which only CloudFormation carries out`,
      'set what aws cloudformation get-template --template-stage Processed --stack-name NAME > FILE writes',
    );
  }
  const template = templateIn(document);
  if (template !== undefined) return ofTemplate(file, template, descriptions);
  const others = descriptions.map(descriptionIn);
  refuseCutOff([[file, document], ...descriptions.map((one, index) => [one, others[index]] as const)]);
  const stack = describedStack([document, ...others]);
  if (stack !== undefined) return ofDescription(file, stack);
  throw refused(file, ...unknownFile(text, document));
}

function ofTemplate(file: string, template: Template, descriptions: readonly string[]): Existing {
  if (descriptions.length === 0) {
    throw refused(
      file,
      'is a template of CloudFormation, and does not contain what its stack created',
      `add --stack FILE, from ${DESCRIBE}, and a second one from aws cloudformation describe-stacks --stack-name NAME`,
    );
  }
  const documents = descriptions.map(descriptionIn);
  refuseCutOff(descriptions.map((one, index) => [one, documents[index]]));
  const stack = describedStack(documents);
  const isDescribed = stack !== undefined && stack.resources.length > 0;
  if (!isDescribed) {
    const message = 'describes no stack of CloudFormation with its resources, or several';
    throw refused(descriptions.join(', '), message, `set a file from ${DESCRIBE}`);
  }
  const missing = Object.entries(template.Parameters)
    .filter(([name, { Default: value }]) => value === undefined && stack.parameters[name] === undefined)
    .map(([name]) => name);
  if (missing.length > 0) {
    throw refused(
      file,
      `has parameters without a default: ${missing.join(', ')}`,
      `add --stack FILE, from aws cloudformation describe-stacks --stack-name ${stackNameOf(stack)} > FILE`,
    );
  }
  const resources = resourcesOfStack(template, stack);
  const unknown = unknownOfWorkers(resources, unknownOfStack(template, stack));
  if (unknown.length > 0) {
    throw refused(
      file,
      `does not contain ${unknown.slice(0, MOST_NAMED).join(', ')}: other stacks, parameters or macros have it`,
      `let AWS tell it: npx prefect-ecs-worker adopt FILE, with credentials and a file from ${DESCRIBE}`,
    );
  }
  return { resources, isState: false, stack };
}

function descriptionIn(file: string): unknown {
  return documentIn(textOfNamed(file, `set a file from ${DESCRIBE}`, WRONG_USE));
}

/** Source: DescribeStackResources in the API reference of CloudFormation: only the first 100 resources. */
const MOST_DESCRIBED = 100;

/** @throws ConfigError for a description that may lack the rest. */
function refuseCutOff(documents: readonly (readonly [file: string, document: unknown])[]): void {
  for (const [file, document] of documents) {
    const resources = isMap(document) ? document['StackResources'] : undefined;
    if (!Array.isArray(resources) || resources.length < MOST_DESCRIBED) continue;
    throw refused(
      file,
      `has ${resources.length} resources: aws cloudformation describe-stack-resources prints no more than ${MOST_DESCRIBED}`,
      'set what aws cloudformation list-stack-resources --stack-name NAME > FILE writes, and add --stack FILE, from aws cloudformation describe-stacks --stack-name NAME',
    );
  }
}

const MOST_NAMED = 5;
/** Whose settings a stack file repeats. */
const REPEATED = ['aws_cloudwatch_log_group', 'aws_appautoscaling_target', 'aws_appautoscaling_policy'];

/** What is not known of services that may run a worker, and of what a stack file would repeat. */
function unknownOfWorkers(
  resources: readonly Resource[],
  unknown: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const services = resources.filter(({ type }) => type === 'aws_ecs_service');
  const tasks = resources.filter(({ type }) => type === 'aws_ecs_task_definition');
  const mayBeOfWorker = services.flatMap((service) => {
    const task = tasks.find((one) => textOf(one, 'arn') === textOf(service, 'task_definition'));
    // The task of another stack may be that of a worker.
    if (task === undefined) return [[service.address, ['TaskDefinition']] as const];
    const paths = [service, task].map(({ address }) => [address, unknown.get(address) ?? []] as const);
    const command = /^ContainerDefinitions(\.\d+(\.(Command|EntryPoint)\b.*)?)?$/;
    const isKnown = !(unknown.get(task.address) ?? []).some((path) => command.test(path));
    // A worker of which something else is not known is none yet.
    const isWorker = startsWorker(textOf(task, 'container_definitions') ?? '');
    return isKnown && !isWorker ? [] : paths;
  });
  const repeated = resources
    .filter(({ type }) => REPEATED.includes(type))
    .map(({ address }) => [address, unknown.get(address) ?? []] as const);
  return [...mayBeOfWorker, ...repeated].flatMap(([address, paths]) => paths.map((path) => `${address}.${path}`));
}

function startsWorker(containers: string): boolean {
  const worker = containers.search(/\bworker\b/);
  return worker !== -1 && /\bstart\b/.test(containers.slice(worker));
}

function ofDescription(file: string, stack: DescribedStack): InFile {
  const services = stack.resources.filter(({ type }) => type === 'AWS::ECS::Service').map((one) => one.physicalId);
  if (services.length > 0) return { services, stack };
  if (stack.resources.length > 0) {
    const nested = stack.resources
      .filter(({ type }) => type === 'AWS::CloudFormation::Stack')
      .map((one) => one.physicalId);
    throw refused(
      file,
      `lists no ECS service of the stack ${stackNameOf(stack)}`,
      nested.length > 0
        ? `set the description of the stack within it that creates the worker: ${nested.map((id) => stackNameOf({ ...stack, id })).join(', ')}`
        : 'set the description of the stack that creates the worker',
      1,
    );
  }
  throw refused(file, 'does not list the resources of the stack', `set a file from ${DESCRIBE}`);
}

const STATE_HINT = 'set a file that terraform state pull or terraform show -json has written';

/** What is wrong, and how to get a file that lists resources. */
type Refusal = [message: string, hint: string];

/** What a file is that lists nothing. */
function unknownFile(text: string, document: unknown): Refusal {
  return unknownText(text, document) ?? (isMap(document) ? unknownDocument(document) : NO_STATE);
}

const NO_STATE: Refusal = ['is not a Terraform state', STATE_HINT];

/** What can be told without a document. */
function unknownText(text: string, document: unknown): Refusal | undefined {
  if (text.trim() === '') return ['is empty', STATE_HINT];
  if (text.startsWith('\u001f')) return ['is compressed', 'set what gunzip writes'];
  if (text.startsWith('PK')) return ['is a saved plan', 'set what terraform show -json PLAN > FILE writes'];
  if (text.startsWith('{"@level"')) {
    return ['is what terraform plan -json printed on the way', 'set what terraform show -json PLAN > FILE writes'];
  }
  if (document === undefined) {
    return [`cannot be read (invalid ${/^\s*[[{]/.test(text) ? 'JSON' : 'JSON or YAML'})`, STATE_HINT];
  }
  return undefined;
}

function unknownDocument(document: Readonly<Record<string, unknown>>): Refusal {
  if ('deployment' in document) {
    return ['is a state of Pulumi', 'set the ARN of the ECS service instead of a file: it is read from AWS'];
  }
  if ('sops' in document) return ['is encrypted by sops', 'set what sops decrypt FILE prints'];
  if ('encrypted_data' in document) {
    return [
      'is an encrypted state of OpenTofu',
      'set what tofu show -json > FILE writes, in the configuration that has the key',
    ];
  }
  if ('planned_values' in document) {
    return [
      'is a plan without a state: nothing exists yet',
      'apply it first, or start with npx prefect-ecs-worker init',
    ];
  }
  const { version, modules } = document;
  if (typeof version === 'number' && version !== 4 && (modules !== undefined || version > 4)) {
    return [
      `is a state of version ${version}; version 4 is read, which Terraform has since 0.12`,
      version > 4
        ? 'set what terraform show -json > FILE writes'
        : 'update Terraform first: each version updates the state of the one before',
    ];
  }
  if ('StackResourceSummaries' in document) {
    return [
      'does not name its stack',
      'add --stack FILE, from aws cloudformation describe-stacks --stack-name NAME > FILE',
    ];
  }
  if ('format_version' in document) {
    return [
      'is an empty state',
      'run terraform show -json in the folder, and the workspace, of the configuration that creates the worker',
    ];
  }
  return NO_STATE;
}

function refused(file: string, message: string, hint: string, exitCode: ExitCode = WRONG_USE): ConfigError {
  return new ConfigError([{ file, message, hint }], exitCode);
}
