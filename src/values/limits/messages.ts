import { PARTITION } from './iam';
import { AWS_DOCS, type TextLimit } from './text-limit';

/** EventBridge delivers to a FIFO queue only with a message group, which the worker does not know. */
export const SQS_QUEUE: TextLimit = {
  pattern: new RegExp(`^(arn:${PARTITION}:sqs:[a-z0-9-]+:[0-9]{12}:)?[A-Za-z0-9_-]{1,80}$`),
  allowed: 'the name or the ARN of a standard SQS queue (not .fifo)',
  example: 'my-queue',
  source: `${AWS_DOCS}/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html`,
};

export const EVENT_BUS: TextLimit = {
  pattern: /^(?!aws\.)[A-Za-z0-9/_.-]{1,256}$/,
  allowed: 'the name of an event bus in this account and region: letters, digits and / _ . -, not beginning with aws.',
  example: 'platform-events',
  source: `${AWS_DOCS}/eventbridge/latest/APIReference/API_PutRule.html`,
};

export const SNS_TOPIC_ARN: TextLimit = {
  pattern: new RegExp(`^arn:${PARTITION}:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$`),
  allowed: 'the ARN of a standard SNS topic: arn:PARTITION:sns:REGION:ACCOUNT:NAME',
  example: 'arn:aws:sns:us-east-1:111122223333:my-topic',
  source: `${AWS_DOCS}/sns/latest/api/API_CreateTopic.html`,
};

export const EMAIL: TextLimit = {
  pattern: /^[A-Za-z0-9.!#$&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/,
  allowed: 'an e-mail address',
  example: 'on-call@example.com',
  source: `${AWS_DOCS}/sns/latest/api/API_Subscribe.html`,
};
