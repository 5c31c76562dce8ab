import type { PlannedStack } from './planned-stack';
import { UNKNOWN, type Value } from './terraform-value';

// biome-ignore lint/suspicious/noExplicitAny: a JSON document.
type Template = any;

/** The template that the stack has for the work pool of a worker; undefined where too little of it is known. */
export function plannedTemplate(stack: PlannedStack, worker: string | undefined): Template | undefined {
  const text: Value = stack.output(`prefect_base_job_template${worker === undefined ? '' : `_${worker}`}`);
  if (typeof text !== 'string' || text === UNKNOWN) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
