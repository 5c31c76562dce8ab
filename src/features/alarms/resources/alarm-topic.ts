import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { Construct } from 'constructs';
import type { AwsContext } from '../../../terraform/aws-context';
import { policyDocument, type Statement, tlsOnly } from '../../../terraform/policy-document';
import type { ResourceName } from '../../../terraform/resource-name';

export interface AlarmTopicProps {
  readonly aws: AwsContext;
  readonly name: ResourceName;
  readonly nameInPolicy: string;
  /** ARN of a customer-managed key; left out: not encrypted. */
  readonly kmsKeyArn?: string;
  /** E-mail addresses to notify; each must confirm first. */
  readonly email: readonly string[];
}

/** The topic of the alarms: CloudWatch of this account and EventBridge may publish to it. */
export class AlarmTopic extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { aws, name, nameInPolicy, kmsKeyArn, email }: AlarmTopicProps) {
    super(scope, id);
    const topic = new SnsTopic(this, 'prefect_worker_alarms', {
      ...name,
      ...(kmsKeyArn && { kmsMasterKeyId: kmsKeyArn }),
    });
    const arn = aws.arn('sns', nameInPolicy);
    new SnsTopicPolicy(this, 'prefect_worker_alarms_policy', {
      arn: topic.arn,
      policy: policyDocument(
        { ...publish('CloudWatch', 'cloudwatch', arn), Condition: ofThisAccount(aws) },
        // EventBridge publishes nothing where its statement has a condition.
        // Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
        publish('EventBridge', 'events', arn),
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

function ofThisAccount(aws: AwsContext): Statement['Condition'] {
  return { StringEquals: { 'aws:SourceAccount': aws.accountId } };
}

function publish(sid: string, service: string, topicArn: string): Statement {
  return {
    Sid: sid,
    Effect: 'Allow',
    Principal: { Service: `${service}.amazonaws.com` },
    Action: 'sns:Publish',
    Resource: topicArn,
  };
}
