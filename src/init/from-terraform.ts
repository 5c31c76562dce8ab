import {
  assignments,
  isKnown,
  type ModuleBlock,
  moduleBlocks,
  UNKNOWN,
  type Value,
} from '../doctor/terraform-expression';

/** What a Terraform configuration sets of the reference module. */
export interface TerraformInputs {
  readonly values: Readonly<Record<string, Value>>;
  /** Inputs that are set by an expression, or that no stack file has. */
  readonly left: readonly string[];
}

/** Names of the reference module's inputs that are fields of a stack file, under the same name. */
const FIELDS = [
  ...['name', 'vpc_id', 'worker_subnets', 'prefect_account_id', 'prefect_workspace_id', 'worker_work_pool_name'],
  ...['worker_cpu', 'worker_memory', 'worker_desired_count', 'worker_extra_pip_packages', 'worker_image'],
  ...['worker_log_retention_in_days', 'secrets_manager_recovery_in_days', 'worker_task_role_arn', 'worker_type'],
];

/** Of a module block these say nothing of the environment. */
const OF_TERRAFORM = ['source', 'version', 'providers', 'depends_on', 'count', 'for_each'];

/**
 * The inputs that a variables file sets, or the block of the reference module in a configuration; undefined where there
 * is no such block, or more than one.
 */
export function inputsIn(file: string, text: string): TerraformInputs | undefined {
  if (/\.tfvars$/.test(file)) return taken(assignments(text));
  if (/\.tfvars\.json$/.test(file)) return taken(JSON.parse(text));
  const blocks = moduleBlocks(text).filter(isReference);
  return blocks.length === 1 ? taken((blocks[0] as ModuleBlock).values) : undefined;
}

function isReference({ values }: ModuleBlock): boolean {
  return 'worker_work_pool_name' in values || /ecs-worker/.test(String(values['source']));
}

function taken(inputs: Readonly<Record<string, Value>>): TerraformInputs {
  const entries = Object.entries(inputs).filter(([name]) => !OF_TERRAFORM.includes(name));
  // The key is asked for at each apply, and stands in no file.
  const isTaken = ([name, value]: [string, Value]) => FIELDS.includes(name) && isKnown(value) && value !== UNKNOWN;
  return {
    values: Object.fromEntries(entries.filter(isTaken).filter(([, value]) => value !== null)),
    left: entries.filter((entry) => !isTaken(entry) && entry[0] !== 'prefect_api_key').map(([name]) => name),
  };
}
