import { parse } from 'yaml';
import { templateFileName } from '../../src/features/work-pool/template-file-name';
import { type Block, fileBeside, stackOf, type Terraform } from './synthesized';

/** A base job template, as far as the tests look into it. */
export interface JobTemplate {
  readonly variables: { readonly properties: Readonly<Record<string, Block>> } & Block;
  readonly job_configuration: {
    readonly task_definition: Block & { readonly containerDefinitions: readonly Block[] };
    readonly task_run_request: Block;
  } & Block;
}

/** The template of a stack's first pool, filled in; a whole value that only Terraform knows stands as <EXPRESSION>. */
export function templateIn(terraform: Terraform): JobTemplate {
  return templateOfWorker(terraform, undefined);
}

/** The same of a further worker's pool that has flow runs of its own. */
export function templateOfWorker(terraform: Terraform, worker: string | undefined): JobTemplate {
  const suffix = worker === undefined ? '' : `_${worker}`;
  return JSON.parse(
    filledIn(fileBeside(terraform, templateFileName(worker)), terraform, `prefect_base_job_template_values${suffix}`),
  );
}

/** What templatefile makes of a file of ours, by the values that the stack gives it. */
function filledIn(text: string, { locals }: Terraform, local: string): string {
  const values = locals?.[local] as Readonly<Record<string, string>>;
  return text
    .slice(text.indexOf('\n'))
    .replaceAll(/\$\{jsonencode\((\w+)\)\}/g, (_, name) => `"${values[name]?.replace(/^\$\{(.*)\}$/, '<$1>')}"`)
    .replaceAll(/(?<!\$)\$\{(\w+)\}/g, (_, name) => values[name] as string);
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
