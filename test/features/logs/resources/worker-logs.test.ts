import { WorkerLogs, type WorkerLogsProps } from '../../../../src/features/logs/resources/worker-logs';
import { AwsContext } from '../../../../src/terraform/aws-context';
import { json } from '../../../../src/terraform/terraform-text';
import { addressesOf, inStack, resourceAt, type Terraform } from '../../../helpers/synthesized';

const GROUP = 'aws_cloudwatch_log_group.prefect_worker_log_group';
const KEY = 'arn:aws:kms:us-east-1:111122223333:key/a-key';
const ARN =
  'arn:${data.aws_partition.current.partition}:logs:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:log-group:my-group';

function logs(props: Partial<WorkerLogsProps> = {}): Terraform {
  return inStack((scope, show) => {
    const { configuration, rights } = new WorkerLogs(scope, 'logs', {
      aws: new AwsContext(scope, 'aws'),
      name: 'my-group',
      streamPrefix: 'worker',
      createdByDriver: false,
      ...props,
    });
    show('configuration', json(configuration));
    show('rights', json(rights));
  });
}

const shown = ({ output }: Terraform, name: string) => JSON.parse(String(output[name]?.['value']));
const WRITE = {
  Sid: 'WriteLogs',
  Effect: 'Allow',
  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: `${ARN}:log-stream:*`,
};

test('a group that is there is written to, and left as it is', () => {
  const terraform = logs();
  expect(addressesOf({ resource: terraform.resource })).toEqual([]);
  expect(shown(terraform, 'configuration')).toEqual({
    logDriver: 'awslogs',
    options: {
      'awslogs-group': 'my-group',
      'awslogs-region': '${data.aws_region.current.id}',
      'awslogs-stream-prefix': 'worker',
    },
  });
  expect(shown(terraform, 'rights')).toEqual([WRITE]);
});

test('a created group has the retention, the key and the class that it is given', () => {
  const terraform = logs({
    create: { name: { name: 'my-group' }, retentionInDays: 30, kmsKeyId: KEY, logGroupClass: 'INFREQUENT_ACCESS' },
  });
  expect(resourceAt(terraform, GROUP)).toEqual({
    name: 'my-group',
    retention_in_days: 30,
    kms_key_id: KEY,
    log_group_class: 'INFREQUENT_ACCESS',
  });
  expect(shown(terraform, 'configuration').options['awslogs-group']).toBe(`\${${GROUP}.name}`);
});

test('a group that the driver makes needs the right to make this one group', () => {
  const terraform = logs({ createdByDriver: true });
  expect(addressesOf({ resource: terraform.resource })).toEqual([]);
  expect(shown(terraform, 'configuration').options['awslogs-create-group']).toBe('true');
  expect(shown(terraform, 'rights')).toEqual([
    WRITE,
    { Sid: 'CreateLogGroup', Effect: 'Allow', Action: 'logs:CreateLogGroup', Resource: `${ARN}:*` },
  ]);
});
