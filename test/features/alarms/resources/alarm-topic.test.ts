import { AlarmTopic } from '../../../../src/features/alarms/resources/alarm-topic';
import { AwsContext } from '../../../../src/terraform/aws-context';
import { addressesOf, documentAt, inStack, resourceAt } from '../../../helpers/synthesized';

const TOPIC = 'aws_sns_topic.prefect_worker_alarms';
const POLICY = 'aws_sns_topic_policy.prefect_worker_alarms_policy';
const ARN =
  'arn:${data.aws_partition.current.partition}:sns:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:alarms';

function topic(props: { readonly kmsKeyArn?: string; readonly email: readonly string[] }) {
  return inStack((scope, show) => {
    const aws = new AwsContext(scope, 'aws');
    const { arn } = new AlarmTopic(scope, 'topic', { aws, name: { name: 'alarms' }, nameInPolicy: 'alarms', ...props });
    show('arn', arn);
  });
}

test('CloudWatch of this account and EventBridge may publish to the topic, and nobody without TLS', () => {
  const terraform = topic({ email: [] });
  expect(resourceAt(terraform, TOPIC)).toEqual({ name: 'alarms' });
  expect(terraform.output['arn']).toEqual({ value: `\${${TOPIC}.arn}` });
  expect(resourceAt(terraform, POLICY)['arn']).toBe(`\${${TOPIC}.arn}`);
  expect(documentAt(terraform, POLICY, 'policy')).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'CloudWatch',
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: ARN,
        Condition: { StringEquals: { 'aws:SourceAccount': '${data.aws_caller_identity.current.account_id}' } },
      },
      {
        Sid: 'EventBridge',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: ARN,
      },
      {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sns:Publish',
        Resource: ARN,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  });
});

test('a key encrypts the topic, and each address is subscribed to it', () => {
  const terraform = topic({ kmsKeyArn: 'the-key', email: ['a@example.com', 'b@example.com'] });
  expect(resourceAt(terraform, TOPIC)).toEqual({ name: 'alarms', kms_master_key_id: 'the-key' });
  const subscriptions = addressesOf(terraform).filter((address) => address.includes('subscription'));
  expect(subscriptions.map((address) => resourceAt(terraform, address))).toEqual([
    { topic_arn: `\${${TOPIC}.arn}`, protocol: 'email', endpoint: 'a@example.com' },
    { topic_arn: `\${${TOPIC}.arn}`, protocol: 'email', endpoint: 'b@example.com' },
  ]);
  expect(subscriptions).toEqual([
    'aws_sns_topic_subscription.prefect_worker_alarms_email_1',
    'aws_sns_topic_subscription.prefect_worker_alarms_email_2',
  ]);
});
