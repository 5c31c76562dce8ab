import { changeOf } from '../../environment/input-changes';
import { has, type TerraformDocument } from '../../runbook/terraform-document';
import { changeInWords, changeWhere } from '../../values/changes';

/** What a change of some inputs does to a stack that is applied. */
export interface Effect {
  /** Markdown. */
  readonly inputs: string;
  readonly effect: string;
}

/** Inputs that do not have the name of their field. */
const FIELDS: Readonly<Record<string, string>> = { prefect_api_url: 'prefect.api_url' };

/** Of the inputs that the stack has and that are fields of its file, those that do the same together. */
export function effectsOf(document: TerraformDocument): Effect[] {
  const isManaged = document.resource?.['prefect_work_pool'] !== undefined;
  const withoutEffect = has(document, 'aws_cloudwatch_log_group.prefect_worker_log_group')
    ? []
    : ['worker_log_retention_in_days'];
  const inputs = Object.keys(document.variable ?? {}).filter((input) => !withoutEffect.includes(input));
  const byEffect = new Map<string, string[]>();
  for (const input of inputs) {
    const change = changeOf(fieldOf(input, inputs));
    if (change === undefined) continue;
    const effect = changeInWords(changeWhere(isManaged, change)).replace(/\bwork pool\b/, '[work pool](#work-pool)');
    byEffect.set(effect, [...(byEffect.get(effect) ?? []), `\`${input}\``]);
  }
  return [...byEffect].map(([effect, named]) => ({ inputs: named.join(', '), effect }));
}

/** Those of a further worker have its name before that of the field. */
function fieldOf(input: string, inputs: readonly string[]): string {
  const [, own] = /^.+?_(worker_.+)$/.exec(input) ?? [];
  return FIELDS[input] ?? (own !== undefined && inputs.includes(own) ? `workers.NAME.${own}` : input);
}
