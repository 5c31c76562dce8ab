import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { Construct } from 'constructs';
import type { AwsContext } from './aws-context';
import { policyDocument, type Statement, tlsOnly } from './policy-document';

export interface AlarmTopicProps {
  readonly aws: AwsContext;
  readonly name: string;
  /** ARN of a customer-managed key; left out: not encrypted. */
  readonly kmsKeyArn?: string;
  /** Addresses to tell; none is told before it has confirmed. */
  readonly email: readonly string[];
}

/** The topic that is told when something is wrong, by CloudWatch and EventBridge of this account alone. */
export class AlarmTopic extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { aws, name, kmsKeyArn, email }: AlarmTopicProps) {
    super(scope, id);
    const topic = new SnsTopic(this, 'prefect_worker_alarms', {
      name,
      ...(kmsKeyArn && { kmsMasterKeyId: kmsKeyArn }),
    });
    const arn = aws.arn('sns', name);
    new SnsTopicPolicy(this, 'prefect_worker_alarms_policy', {
      arn: topic.arn,
      policy: policyDocument(
        publish('CloudWatch', 'cloudwatch', arn, aws),
        publish('EventBridge', 'events', arn, aws),
        tlsOnly('sns:Publish', arn),
      ),
    });
    email.forEach((endpoint, index) => {
      new SnsTopicSubscription(this, `prefect_worker_alarms_email_${index + 1}`, {
        topicArn: topic.arn,
        protocol: 'email',
        endpoint,
      });
    });
    this.arn = topic.arn;
  }
}

function publish(sid: string, service: string, topicArn: string, aws: AwsContext): Statement {
  return {
    Sid: sid,
    Effect: 'Allow',
    Principal: { Service: `${service}.amazonaws.com` },
    Action: 'sns:Publish',
    Resource: topicArn,
    Condition: { StringEquals: { 'aws:SourceAccount': aws.accountId } },
  };
}
