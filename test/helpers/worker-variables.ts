import { documentAt, type Terraform } from './synthesized';

/** The variables of the worker as the stack gives them, with the references that it gives a local name. */
export function workerVariables(terraform: Terraform): Readonly<Record<string, string>> {
  const definition = 'aws_ecs_task_definition.prefect_worker_task_definition';
  const [worker] = documentAt(terraform, definition, 'container_definitions') as { environment: unknown }[];
  return Object.fromEntries(
    [...String(worker?.environment).matchAll(/\{ name = "(\w+)", value = "((?:[^"\\]|\\.)*)" \}/g)].map(
      ([, name = '', value = '']) => [name, underItsName(terraform, value)],
    ),
  );
}

function underItsName({ locals = {} }: Terraform, value: string): string {
  const [, name] = /^\$\{local\.worker_variables\.(\w+)\}$/.exec(value) ?? [];
  if (name === undefined) return value;
  return String((locals['worker_variables'] as Readonly<Record<string, unknown>>)[name]);
}
