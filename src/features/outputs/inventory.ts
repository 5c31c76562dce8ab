import type { Environment } from '../../environment/environment';
import type { Item } from '../../inventory/item';

const OF_REFERENCE: readonly string[] = [
  'prefect_worker_service_id',
  'prefect_worker_execution_role_arn',
  'prefect_worker_task_role_arn',
  'prefect_worker_security_group',
  'prefect_worker_cluster_name',
];

/** Where an output comes from; its description says what it holds. */
export function outputPurpose(name: string, { outputs }: Pick<Environment, 'outputs'>): string {
  if (Object.hasOwn(outputs, name)) return `From outputs.${name} of the stack file`;
  if (OF_REFERENCE.includes(name)) return 'The reference module has this output too';
  if (/_command(_|$)/.test(name)) return 'A command to run in the folder of this file';
  return 'Added to the outputs of the reference module';
}
/** The SSM parameters with values for other stacks. */
export function outputParameters({ outputParameters: asked }: Environment): readonly Item[] {
  return Object.entries(asked).map(([of, name]) => ({
    address: `aws_ssm_parameter.prefect_worker_output_${of}`,
    purpose: `SSM parameter with ${of}, for other stacks`,
    name: { text: name, field: `output_parameters.${of}` },
  }));
}
