import type { Condition } from '../inventory/condition';
import { Expression, quoted } from '../terraform/terraform-text';

/** A condition as a boolean expression of Terraform. */
export function booleanOf(condition: Condition): string {
  if ('all' in condition) return condition.all.map(booleanOf).join(' && ');
  if ('apiPortIsNot' in condition) return `!(${apiPortIs(condition.apiPortIsNot)})`;
  if ('inEcr' in condition) return `length(local.${ECR_LOCALS[condition.inEcr]}) > 0`;
  return `var.${condition.input} == ${condition.is === null ? 'null' : quoted(condition.is)}`;
}

/** The same as the `count` of what is created on it: one or none. */
export function countOf(condition: Condition): Expression {
  if ('apiPortIsNot' in condition) return new Expression(`${apiPortIs(condition.apiPortIsNot)} ? 0 : 1`);
  // One image has one match or none.
  if ('inEcr' in condition && condition.inEcr !== 'further') {
    return new Expression(`length(local.${ECR_LOCALS[condition.inEcr]})`);
  }
  return new Expression(`${booleanOf(condition)} ? 1 : 0`);
}

/** Lists of what the images have in ECR. */
const ECR_LOCALS = {
  worker: 'worker_image_in_ecr',
  further: 'further_images_in_ecr',
  flow_runs: 'flow_image_in_ecr',
} as const;

function apiPortIs(ports: readonly number[]): string {
  const [port, ...others] = ports;
  return others.length === 0
    ? `local.prefect_api_port == ${port}`
    : `contains([${ports.join(', ')}], local.prefect_api_port)`;
}
