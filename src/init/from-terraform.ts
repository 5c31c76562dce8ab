import { blocksIn, evaluatedArguments } from '../doctor/terraform-expression';
import { toTerraformString } from '../doctor/terraform-functions';
import type { Block, Look } from '../doctor/terraform-parser';
import { isKnown, memberOf, UNKNOWN, type Value } from '../doctor/terraform-value';
import { isMap } from '../stack-file/is-map';
import { inTable } from '../values/in-table';

type Values = Readonly<Record<string, Value>>;

/** What a Terraform configuration sets of the reference module. */
export interface TerraformInputs {
  /** Fields of a stack file. */
  readonly values: Values;
  readonly region?: string;
  /** Inputs that are set by what only Terraform can evaluate, or that no stack file has. */
  readonly left: readonly string[];
  /** The block stands for several workers: the argument that says so, for_each or count. */
  readonly several?: string;
}

/** The other files in the folder of a configuration: Terraform reads all of them as one. */
export interface OtherFiles {
  /** Of its .tf files. */
  readonly texts: readonly string[];
  /** Of its variables files. */
  readonly variables: Values;
}

/** The fields of a stack file that an input of the reference module is, with the type that Terraform makes of its value. */
const FIELDS: Readonly<Record<string, (value: Value) => Values>> = {
  ...underTheirNames(toText, [
    ...['name', 'vpc_id', 'prefect_account_id', 'prefect_workspace_id', 'worker_work_pool_name', 'worker_image'],
    ...['worker_extra_pip_packages', 'worker_task_role_arn', 'worker_type'],
  ]),
  ...underTheirNames(toNumber, [
    ...['worker_cpu', 'worker_memory', 'worker_desired_count', 'worker_log_retention_in_days'],
    'secrets_manager_recovery_in_days',
  ]),
  ...underTheirNames((subnets) => subnets, ['worker_subnets']),
  // Of later versions.
  enable_sqs_monitoring: (enabled) => ({ crash_detection: { enabled } }),
  worker_extra_env: (variables) => ({ worker: { environment: toTexts(variables) } }),
  worker_task_role_extra_policy_attachment: (policies) => ({ roles: { task: { policies } } }),
};

/** What a variables file calls the region, which the reference module takes from the provider. */
const REGIONS = ['region', 'aws_region'];

function underTheirNames(convert: (value: Value) => Value, names: readonly string[]): typeof FIELDS {
  return Object.fromEntries(names.map((name) => [name, (value: Value) => ({ [name]: convert(value) })]));
}

/** As Terraform converts it. */
function toNumber(value: Value): Value {
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}

/** As Terraform converts it. A heredoc ends with its last line. */
function toText(value: Value): Value {
  return typeof value === 'object' ? value : toTerraformString(value).trim();
}

/** Of a module block these say nothing of the environment. */
const OF_TERRAFORM = ['source', 'version', 'providers', 'depends_on', 'count', 'for_each'];

/** The inputs that a variables file sets. */
export function inputsSet(inputs: Values): TerraformInputs {
  const entries = Object.entries(inputs).filter(([name]) => !OF_TERRAFORM.includes(name));
  const taken = entries.map(([name, value]) => ({ name, fields: fieldsOfInput(name, value) }));
  const [region] = REGIONS.flatMap((name) => textIn(inputs[name]));
  // The key is asked for at each apply, and stands in no file.
  const isLeft = (name: string) => name !== 'prefect_api_key' && !(REGIONS.includes(name) && region !== undefined);
  return {
    values: Object.assign({}, ...taken.map(({ fields }) => fields ?? {})),
    left: taken.filter(({ name, fields }) => fields === undefined && isLeft(name)).map(({ name }) => name),
    ...(region !== undefined && { region }),
  };
}

/** The fields that an input is; undefined for one that no field is, or that only Terraform can evaluate. */
function fieldsOfInput(name: string, value: Value): Values | undefined {
  const fields = inTable(FIELDS, name);
  if (fields === undefined || !isKnown(value)) return undefined;
  return value === null ? {} : fields(value);
}

function toTexts(value: Value): Value {
  return isMap(value)
    ? Object.fromEntries(Object.entries(value as Values).map(([key, one]) => [key, toText(one)]))
    : value;
}

function textIn(value: Value | undefined): string[] {
  return typeof value === 'string' && isKnown(value) ? [value] : [];
}

/** The blocks of the reference module in a configuration. */
export function referenceBlocks(text: string): Block[] {
  return blocksIn(text, 'module').filter((block) => {
    const values = evaluatedArguments(block, () => UNKNOWN);
    return 'worker_work_pool_name' in values || /ecs-worker/.test(String(values['source']));
  });
}

/** The inputs that a block of the reference module sets, with the locals and variables around it. */
export function inputsOfBlock(block: Block, { texts, variables }: OtherFiles): TerraformInputs {
  const look = valuesBeside(texts, variables);
  const values = evaluatedArguments(block, look);
  const several = ['for_each', 'count'].find((argument) => argument in values && values[argument] !== 1);
  const [region] = providersOf(block, texts).flatMap(({ args }) => textIn(args.get('region')?.(look)));
  return {
    ...inputsSet(values),
    ...(region !== undefined && { region }),
    ...(several !== undefined && { several }),
  };
}

/** The provider that the resources of a module are in. */
function providersOf(block: Block, texts: readonly string[]): Block[] {
  const names = block.args.get('providers')?.((path) => path.join('.'));
  const given = names === undefined ? 'aws' : memberOf(names, 'aws');
  return texts
    .flatMap((text) => blocksIn(text, 'provider'))
    .filter(({ name, args }) => {
      const [alias] = textIn(args.get('alias')?.(() => UNKNOWN));
      return name === 'aws' && (alias === undefined ? 'aws' : `aws.${alias}`) === given;
    });
}

/** `var.NAME` as a variables file sets it, or its default; `local.NAME`. */
function valuesBeside(texts: readonly string[], variables: Values): Look {
  const blocks = (type: string) => texts.flatMap((text) => blocksIn(text, type));
  const defaults = new Map(blocks('variable').map(({ name, args }) => [name, args.get('default')]));
  const locals = new Map(blocks('locals').flatMap(({ args }) => [...args]));
  const evaluated = new Map<string, Value>();
  const local = (name: string): Value => {
    const known = evaluated.get(name);
    if (known !== undefined) return known;
    // Terraform refuses a local that depends on itself.
    evaluated.set(name, UNKNOWN);
    const value = argumentValue(locals.get(name), look);
    evaluated.set(name, value);
    return value;
  };
  const variable = (name: string): Value =>
    Object.hasOwn(variables, name) ? (variables[name] as Value) : argumentValue(defaults.get(name), () => UNKNOWN);
  const look: Look = ([kind, name = '', ...path]) => {
    const value = kind === 'var' ? variable(String(name)) : kind === 'local' ? local(String(name)) : UNKNOWN;
    return path.reduce<Value>(memberOf, value);
  };
  return look;
}

function argumentValue(argument: ((look: Look) => Value) | undefined, look: Look): Value {
  return argument === undefined ? UNKNOWN : argument(look);
}

/** A variables file in JSON. @throws SyntaxError for what is none. */
export function variablesInJson(text: string): Values {
  const values: unknown = JSON.parse(text);
  if (!isMap(values)) throw new SyntaxError('not an object');
  return values as Values;
}
