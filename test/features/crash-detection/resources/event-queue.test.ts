import { consumeEvents } from '../../../../src/features/crash-detection/resources/event-queue';
import { AwsContext } from '../../../../src/terraform/aws-context';
import { policyDocument } from '../../../../src/terraform/policy-document';
import { inStack, jsonIn } from '../../../helpers/synthesized';

const QUEUE = { name: 'events', region: 'eu-west-1', arn: 'the-queue' };
const CONSUME = {
  Sid: 'ConsumeTaskEvents',
  Effect: 'Allow',
  Action: ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage'],
  Resource: 'the-queue',
};

function rights(kmsKeyArn: string | undefined, logGroups: readonly string[]) {
  const terraform = inStack((scope, show) => {
    const aws = new AwsContext(scope, 'aws');
    show('it', policyDocument(...consumeEvents({ ...QUEUE, kmsKeyArn }, aws, logGroups)));
  });
  return jsonIn(terraform, String(terraform.output['it']?.['value']));
}

test('a worker consumes the events of the queue', () => {
  expect(rights(undefined, [])).toEqual({ Version: '2012-10-17', Statement: [CONSUME] });
});

test('it decrypts them by way of SQS, and reads the logs of crashed flow runs', () => {
  expect(rights('the-key', ['a', 'b'])).toEqual({
    Version: '2012-10-17',
    Statement: [
      CONSUME,
      {
        Sid: 'DecryptTaskEvents',
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: 'the-key',
        Condition: {
          StringEquals: { 'kms:ViaService': 'sqs.eu-west-1.${data.aws_partition.current.dns_suffix}' },
        },
      },
      {
        Sid: 'ReadCrashLogs',
        Effect: 'Allow',
        Action: 'logs:GetLogEvents',
        Resource: ['a:log-stream:*', 'b:log-stream:*'],
      },
    ],
  });
});
