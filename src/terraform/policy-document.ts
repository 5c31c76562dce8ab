import type { AwsContext } from './aws-context';
import { type Expression, json, literal } from './terraform-text';

type Conditions = { readonly [operator: string]: { readonly [key: string]: string | readonly string[] } };

/** A statement of an IAM policy, in IAM's own words. */
export type Statement = {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[] | Expression;
  readonly Principal?:
    | '*'
    | { readonly Service: string }
    | { readonly AWS: string | readonly string[] }
    | { readonly Federated: string };
  readonly Condition?: Conditions;
};

/** A statement as a stack file writes it. */
export interface WrittenStatement {
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly {
    readonly test: string;
    readonly variable: string;
    readonly values: readonly string[];
  }[];
}

/** The JSON of a policy, written so that it reads the same at every synthesis. */
export function policyDocument(...statements: readonly Statement[]): string {
  return json({ Version: '2012-10-17', Statement: statements });
}

/** A right on these resources, each named once; no statement at all where there are none. */
export function allow(
  sid: string,
  action: string | readonly string[],
  resources: readonly string[],
  condition?: Conditions,
): Statement[] {
  const named = each(resources);
  if (named === undefined) return [];
  return [
    {
      Sid: sid,
      Effect: 'Allow',
      Action: action,
      Resource: named,
      ...(condition && { Condition: condition }),
    },
  ];
}

/** Each resource once, one alone without a list; undefined where there are none. */
export function each(resources: readonly string[]): string | readonly string[] | undefined {
  const [first, ...others] = new Set(resources);
  return first === undefined || others.length === 0 ? first : [first, ...others];
}

/** Nobody may do `action` to something without TLS. */
export function tlsOnly(action: string, resource: string): Statement {
  return {
    Sid: 'TlsOnly',
    Effect: 'Deny',
    Principal: '*',
    Action: action,
    Resource: resource,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}

/** A statement of the user's, literally. */
export function written({ sid, effect, actions, resources, conditions }: WrittenStatement): Statement {
  const condition: Record<string, Record<string, string[]>> = {};
  for (const { test, variable, values } of conditions) {
    if (condition[literal(test)]?.[literal(variable)] !== undefined) {
      throw new Error(`two conditions of ${test} and ${variable} in one statement`);
    }
    condition[literal(test)] = { ...condition[literal(test)], [literal(variable)]: values.map(literal) };
  }
  return {
    ...(sid !== undefined && { Sid: sid }),
    Effect: effect,
    Action: actions.map(literal),
    Resource: resources.map(literal),
    ...(conditions.length > 0 && { Condition: condition }),
  };
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
