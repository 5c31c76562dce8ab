import { parse } from 'yaml';
import { type Block, stackOf, type Terraform } from './synthesized';

/** A base job template, as far as the tests look into it. */
export interface JobTemplate {
  readonly variables: { readonly properties: Readonly<Record<string, Block>> } & Block;
  readonly job_configuration: {
    readonly task_definition: Block & { readonly containerDefinitions: readonly Block[] };
    readonly task_run_request: Block;
  } & Block;
}

/** The template that a stack has as an output; what only Terraform knows stands as <EXPRESSION>. */
export function templateIn({ output }: Terraform): JobTemplate {
  const text = String(output['prefect_base_job_template']?.['value']);
  return JSON.parse(text.replaceAll(/:\$\{jsonencode\(([^()]*)\)\}/g, ':"<$1>"'));
}

/** The template of the environment `test` with these flow runs, given as in a stack file. */
export function templateWith(flowRuns: string | object, fields: object = {}): JobTemplate {
  const given = typeof flowRuns === 'string' ? parse(flowRuns) : flowRuns;
  return templateIn(stackOf({ flow_runs: given, ...fields }));
}

/** The defaults of a template's variables, by name. */
export function defaultsOf({ variables }: JobTemplate): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(variables.properties).map(([name, schema]) => [name, schema['default']]));
}
