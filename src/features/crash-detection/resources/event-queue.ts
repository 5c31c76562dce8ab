import type { AwsContext } from '../../../terraform/aws-context';
import { allow, type Statement } from '../../../terraform/policy-document';

/** A queue of task state changes, made or found, as the worker needs to know it. */
export interface EventQueue {
  readonly name: string;
  readonly region: string;
  readonly arn: string;
  /** The key that it is encrypted with, where that is the user's own. */
  readonly kmsKeyArn?: string;
}

/** What the observer of prefect-aws calls. */
export const CONSUME = [
  'sqs:ChangeMessageVisibility',
  'sqs:DeleteMessage',
  'sqs:GetQueueUrl',
  'sqs:ReceiveMessage',
] as const;

/**
 * What the worker may do with the queue, and which logs it may read, to copy the last lines of a run that never reached
 * Prefect. (That it may describe tasks is a part of the rights to run them.)
 */
export function consumeEvents(
  { arn, region, kmsKeyArn }: EventQueue,
  aws: AwsContext,
  logGroupArns: readonly string[],
): Statement[] {
  const keys = kmsKeyArn === undefined ? [] : [kmsKeyArn];
  return [
    ...allow('ConsumeTaskEvents', CONSUME, [arn]),
    ...allow('DecryptTaskEvents', 'kms:Decrypt', keys, {
      StringEquals: { 'kms:ViaService': `sqs.${region}.${aws.dnsSuffix}` },
    }),
    ...allow(
      'ReadCrashLogs',
      'logs:GetLogEvents',
      logGroupArns.map((group) => `${group}:log-stream:*`),
    ),
  ];
}
