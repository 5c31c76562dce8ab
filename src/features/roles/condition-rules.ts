import { isIP } from 'node:net';
import { each, faultAt, type Rule, warning, when } from '../../environment/rule';
import { suggestionOfKnown } from '../../stack-file/nearest';
import { statementsOf, toNothing } from './statements-of';

interface Kind {
  readonly operators: RegExp;
  isValue(value: string): boolean;
  /** Completes the sentence "must be …". */
  readonly allowed: string;
}

const DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const KINDS: readonly Kind[] = [
  {
    operators: /^(Bool|Null)$/i,
    isValue: (value) => /^(true|false)$/i.test(value),
    allowed: '"true" or "false"',
  },
  {
    operators: /^Numeric/i,
    isValue: (value) => /^[+-]?\d+(\.\d+)?$/.test(value),
    allowed: 'a number in quotes, for example "3600"',
  },
  {
    operators: /^Date/i,
    isValue: (value) => /^\d{1,13}$/.test(value) || (DATE.test(value) && !Number.isNaN(Date.parse(value))),
    allowed: 'a date and time, for example "2026-12-31T00:00:00Z"',
  },
  {
    operators: /^(Not)?IpAddress$/i,
    isValue: isAddress,
    allowed: 'an address or a range of addresses, for example "10.0.0.0/8"',
  },
  {
    operators: /^Arn/i,
    isValue: (value) => /^(arn:|[*?])/.test(value),
    allowed: 'an ARN, in which * and ? may stand for any text, for example "arn:aws:s3:::my-bucket"',
  },
];

function isAddress(value: string): boolean {
  const [address = '', length, ...more] = value.split('/');
  const most = { 4: 32, 6: 128 }[isIP(address)];
  return (
    most !== undefined &&
    more.length === 0 &&
    (length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= most))
  );
}

/** A value of another kind matches nothing, and IAM refuses some. A policy variable is known later. */
const valuesFit: Rule = (environment) =>
  each(statementsOf(environment), ([path, statements]) =>
    statements.flatMap(({ conditions }, index) =>
      conditions.flatMap(({ test, values }, place) => {
        const operator = test.replace(/^[^:]*:/, '').replace(/IfExists$/i, '');
        const kind = KINDS.find(({ operators }) => operators.test(operator));
        return values.flatMap((value, number) =>
          when(
            kind !== undefined && !value.includes('${') && !kind.isValue(value),
            [...path, index, 'conditions', place, 'values', number],
            `must be ${kind?.allowed}, as ${operator} compares`,
            'correct it, or set another operator in test',
          ),
        );
      }),
    ),
  );

/** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html, November 2026. */
const GLOBAL_KEYS: readonly string[] = [
  ...['AssumedRoot', 'CalledVia', 'CalledViaFirst', 'CalledViaLast', 'ChatbotSourceArn', 'CurrentTime'],
  ...['Ec2InstanceSourcePrivateIPv4', 'Ec2InstanceSourceVpc', 'EpochTime', 'FederatedProvider'],
  ...['MultiFactorAuthAge', 'MultiFactorAuthPresent', 'PrincipalAccount', 'PrincipalArn', 'PrincipalIsAWSService'],
  ...['PrincipalOrgID', 'PrincipalOrgPaths', 'PrincipalServiceName', 'PrincipalServiceNamesList', 'PrincipalTag'],
  ...['PrincipalType', 'referer', 'RequestedRegion', 'RequestTag', 'ResourceAccount', 'ResourceOrgID'],
  ...['ResourceOrgPaths', 'ResourceTag', 'SecureTransport', 'SourceAccount', 'SourceArn', 'SourceIdentity'],
  ...['SourceIp', 'SourceOrgID', 'SourceOrgPaths', 'SourceVpc', 'SourceVpcArn', 'SourceVpce', 'TagKeys'],
  ...['TokenIssueTime', 'UserAgent', 'userid', 'username', 'ViaAWSService', 'VpceAccount', 'VpceOrgID'],
  ...['VpceOrgPaths', 'VpcSourceIp'],
];

const knownKeys: Rule = (environment) =>
  each(statementsOf(environment), ([path, statements]) =>
    statements.flatMap(({ conditions }, index) =>
      conditions.flatMap(({ variable }, place) => {
        const [, name = ''] = /^aws:([^/]+)/i.exec(variable) ?? [];
        return warning(
          'unknown-condition-key',
          name !== '' && !GLOBAL_KEYS.some((known) => known.toLowerCase() === name.toLowerCase()),
          [...path, index, 'conditions', place, 'variable'],
          'is not a global condition key that IAM had in November 2026: no request has it',
          suggestionOfKnown(
            `aws:${name}`,
            GLOBAL_KEYS.map((key) => `aws:${key}`),
          ),
        );
      }),
    ),
  );

/** Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html */
const ON_OBJECTS = /^s3:((get|put|delete|restore)object|abortmultipartupload|listmultipartuploadparts)/i;
const ON_BUCKETS = /^s3:(listbucket|listbucketversions|listbucketmultipartuploads|getbucketlocation)$/i;

/** Buckets and their objects have ARNs of their own. */
const bucketsAndObjects: Rule = (environment) =>
  each(statementsOf(environment), ([path, statements]) =>
    statements.flatMap(({ effect, actions, resources }, index) => {
      const inS3 = resources.filter((resource) => /^arn:[^:]*:s3:::/.test(resource));
      if (inS3.length < resources.length) return [];
      const hasObjects = inS3.some((resource) => /[/*?]/.test(resource.slice(resource.indexOf(':::') + 3)));
      const hasBuckets = inS3.some((resource) => !resource.includes('/'));
      const [bucket = ''] = inS3;
      return actions.flatMap((action, place) => [
        ...warning(
          'unmatched-resource',
          ON_OBJECTS.test(action) && !hasObjects,
          [...path, index, 'actions', place],
          `applies to objects, and the resources are buckets: it ${toNothing({ effect })}`,
          `add ${bucket}/* to resources`,
        ),
        ...warning(
          'unmatched-resource',
          ON_BUCKETS.test(action) && !hasBuckets,
          [...path, index, 'actions', place],
          `applies to buckets, and the resources are objects: it ${toNothing({ effect })}`,
          `add ${bucket.split('/')[0]} to resources`,
        ),
      ]);
    }),
  );

const IN_ONE = 'put all values into one condition; it is met if one of the values matches';

/**
 * IAM has one entry for an operator and a key; a second one would replace it. What becomes of two that differ only in
 * upper and lower case is not documented.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
 */
const conditionsOnce: Rule = (environment) =>
  each(statementsOf(environment), ([path, statements]) =>
    statements.flatMap(({ conditions }, index) => {
      const names = conditions.map(({ test, variable }) => `${test} ${variable}`);
      return names.flatMap((name, place) => {
        const at = [...path, index, 'conditions', place];
        if (names.indexOf(name) < place) return faultAt(at, `duplicates the condition ${name}`, IN_ONE);
        const first = names.findIndex((other) => other.toLowerCase() === name.toLowerCase());
        const message = `repeats conditions[${first}]: IAM ignores upper and lower case in keys and operators`;
        return warning('repeated-condition', first < place, at, message, IN_ONE);
      });
    }),
  );

export const CONDITION_RULES: readonly Rule[] = [conditionsOnce, valuesFit, knownKeys, bucketsAndObjects];
