import { assignments } from './terraform-expression';
import type { Value } from './terraform-value';

/**
 * The values of inputs that the environment and the folder's variables files set, the later one first: TF_VAR_…,
 * terraform.tfvars, terraform.tfvars.json, then *.auto.tfvars and *.auto.tfvars.json by name (Terraform: "Variable
 * Definition Precedence").
 */
export function inputsOf(
  names: readonly string[],
  file: (name: string) => string | undefined,
  env: NodeJS.ProcessEnv,
): Readonly<Record<string, Value>> {
  const automatic = names.filter((name) => /\.auto\.tfvars(?:\.json)?$/.test(name)).sort();
  const files = ['terraform.tfvars', 'terraform.tfvars.json', ...automatic];
  return Object.assign({}, fromEnvironment(env), ...files.map((name) => valuesIn(name, file(name) ?? '')));
}

function valuesIn(name: string, text: string): Readonly<Record<string, Value>> {
  if (!name.endsWith('.json')) return assignments(text);
  try {
    return JSON.parse(text);
  } catch {
    // Empty, or what Terraform will refuse.
    return {};
  }
}

function fromEnvironment(env: NodeJS.ProcessEnv): Record<string, Value> {
  const set = Object.entries(env).filter(([name]) => name.startsWith('TF_VAR_'));
  return Object.fromEntries(set.map(([name, value = '']) => [name.slice('TF_VAR_'.length), written(value)]));
}

/** Lists and maps are written as expressions, strings as they are. */
function written(text: string): Value {
  return /^\s*[[{]/.test(text) ? (assignments(`value = ${text.trim()}`)['value'] as Value) : text;
}
