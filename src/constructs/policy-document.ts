import type { AwsContext } from './aws-context';
import { json } from './terraform-text';

/** A statement of an IAM policy, in IAM's own words. */
export type Statement = {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: { readonly Service: string };
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: string } };
};

/** The JSON of a policy, written so that it reads the same at every synthesis. */
export function policyDocument(...statements: readonly Statement[]): string {
  return json({ Version: '2012-10-17', Statement: statements });
}

/**
 * Who may be the role of an ECS task. With `onlyFrom`, only tasks of its account and region: the fence against the
 * confused deputy, which AWS asks for at
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html.
 * (The source cannot be narrowed to one cluster.)
 */
export function ecsTasksTrust(onlyFrom?: AwsContext): string {
  return policyDocument({
    Action: 'sts:AssumeRole',
    Effect: 'Allow',
    Principal: { Service: 'ecs-tasks.amazonaws.com' },
    ...(onlyFrom && {
      Condition: {
        ArnLike: { 'aws:SourceArn': onlyFrom.arn('ecs', '*') },
        StringEquals: { 'aws:SourceAccount': onlyFrom.accountId },
      },
    }),
  });
}
