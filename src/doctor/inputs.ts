import { assignments, type Value } from './terraform-expression';

/**
 * The values of inputs that the folder's variables files and the environment set, the later one first: terraform.tfvars,
 * terraform.tfvars.json, then TF_VAR_…, which both of them win over (Terraform: "Variable Definition Precedence").
 */
export function inputsOf(
  file: (name: string) => string | undefined,
  env: NodeJS.ProcessEnv,
): Readonly<Record<string, Value>> {
  return {
    ...fromEnvironment(env),
    ...assignments(file('terraform.tfvars') ?? ''),
    ...(JSON.parse(file('terraform.tfvars.json') ?? '{}') as Record<string, Value>),
  };
}

function fromEnvironment(env: NodeJS.ProcessEnv): Record<string, Value> {
  const set = Object.entries(env).filter(([name]) => name.startsWith('TF_VAR_'));
  return Object.fromEntries(set.map(([name, value = '']) => [name.slice('TF_VAR_'.length), written(value)]));
}

/** Lists and maps are written as expressions, strings as they are. */
function written(text: string): Value {
  return /^\s*[[{]/.test(text) ? (assignments(`value = ${text.trim()}`)['value'] as Value) : text;
}
