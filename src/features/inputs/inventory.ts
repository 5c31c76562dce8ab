import type { Environment } from '../../environment/environment';
import { type Path, pathInWords } from '../../stack-file/path';

/** Where the value of a Terraform variable comes from; its description says what it is for. */
export function variableSource(name: string, hasDefault: boolean, environment: Environment): string {
  if (Object.hasOwn(environment.terraform.variable ?? {}, name)) return 'From terraform.variable of the stack file';
  if (!hasDefault) return `No default: set TF_VAR_${name} when you plan and apply`;
  const path = pathOf(name, environment);
  const { from } = environment.origin(path);
  const field = pathInWords(path);
  if (from === 'file') return `From ${field} of the stack file`;
  const which = from === 'preset' ? `the default of preset ${environment.preset}` : 'the default';
  return `The stack file does not set ${field}: ${which}`;
}

function pathOf(name: string, { workers }: Environment): Path {
  if (name === 'prefect_api_url') return ['prefect', 'api_url'];
  const worker = Object.keys(workers).find((one) => name.startsWith(`${one}_worker_`));
  return worker === undefined ? [name] : ['workers', worker, name.slice(worker.length + 1)];
}
