import { blocksIn, evaluatedArguments } from '../doctor/terraform-expression';
import type { Block, Look } from '../doctor/terraform-parser';
import { isKnown, memberOf, UNKNOWN, type Value } from '../doctor/terraform-value';
import { isMap } from '../stack-file/is-map';

type Values = Readonly<Record<string, Value>>;

/** What a Terraform configuration sets of the reference module. */
export interface TerraformInputs {
  readonly values: Values;
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

/** Names of the reference module's inputs that are fields of a stack file, under the same name. */
const FIELDS = [
  ...['name', 'vpc_id', 'worker_subnets', 'prefect_account_id', 'prefect_workspace_id', 'worker_work_pool_name'],
  ...['worker_cpu', 'worker_memory', 'worker_desired_count', 'worker_extra_pip_packages', 'worker_image'],
  ...['worker_log_retention_in_days', 'secrets_manager_recovery_in_days', 'worker_task_role_arn', 'worker_type'],
];

/** Of a module block these say nothing of the environment. */
const OF_TERRAFORM = ['source', 'version', 'providers', 'depends_on', 'count', 'for_each'];

/** The inputs that a variables file sets. */
export function inputsSet(inputs: Values): TerraformInputs {
  const entries = Object.entries(inputs).filter(([name]) => !OF_TERRAFORM.includes(name));
  // The key is asked for at each apply, and stands in no file.
  const isTaken = ([name, value]: [string, Value]) => FIELDS.includes(name) && isKnown(value);
  return {
    values: Object.fromEntries(
      entries
        .filter(isTaken)
        .filter(([, value]) => value !== null)
        // A heredoc ends with its last line.
        .map(([name, value]) => [name, typeof value === 'string' ? value.trim() : value]),
    ),
    left: entries.filter((entry) => !isTaken(entry) && entry[0] !== 'prefect_api_key').map(([name]) => name),
  };
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
  const values = evaluatedArguments(block, valuesBeside(texts, variables));
  const several = ['for_each', 'count'].find((argument) => argument in values && values[argument] !== 1);
  return { ...inputsSet(values), ...(several !== undefined && { several }) };
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
