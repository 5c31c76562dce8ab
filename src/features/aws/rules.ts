import { each, type Rule, when } from '../../environment/rule';
import { fieldsAt } from '../../environment/schema-fields';
import type { Path } from '../../stack-file/path';
import { partitionOf, partitionOfArn } from '../../values/regions';

/** What is the user's own Terraform is not ours to judge; tags are text. */
const FREE = ['overrides', 'terraform', 'outputs', 'tags'];

const onePartition: Rule = (environment) => {
  const { region } = environment;
  const partition = partitionOf(region);
  const fields = fieldsAt([]).filter((field) => !FREE.includes(field));
  return each(fields, (field) =>
    arnsIn(environment.given([field]), [field], {}).flatMap(([path, arn]) =>
      when(
        ![partition, '*'].includes(partitionOfArn(arn)),
        path,
        `must be an ARN of the partition ${partition}, which region ${region} belongs to`,
      ),
    ),
  );
};

/** What stands in an ARN, with the group that it is in. */
type FoundArn = readonly [path: Path, arn: string, group: object];

function arnsIn(value: unknown, path: Path, group: object): FoundArn[] {
  if (typeof value === 'string') return value.startsWith('arn:') ? [[path, value, group]] : [];
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.flatMap((part, index) => arnsIn(part, [...path, index], value));
  return Object.entries(value).flatMap(([key, part]) => arnsIn(part, [...path, key], value));
}

/** Fields of what ECS reads a secret by: it may be in another region, by its whole ARN. */
const SECRETS: Path = [
  'secrets',
  'secret_options',
  'registry_credentials',
  'ca_certificate',
  'custom_headers',
  'secret',
];

/**
 * Where the thing of an ARN has to be; undefined: anywhere. Sources: RunTask of ECS, which finds a task definition in its
 * own region; Encrypt of KMS, whose keys encrypt in theirs; GetParameter of Systems Manager.
 */
function regionFor(path: Path, group: object, region: string): string | undefined {
  switch (path.at(-1)) {
    case 'kms_key': {
      const { secret_arn, ssm_parameter } = group as { secret_arn?: string; ssm_parameter?: string };
      const secret = secret_arn ?? ssm_parameter ?? '';
      return secret.startsWith('arn:') ? regionOfArn(secret) : region;
    }
    case 'task_definition_arn':
      return region;
    case 'ssm_parameter':
      return path.some((part) => SECRETS.includes(part)) || path[0] === 'api_key' ? undefined : region;
    default:
      return undefined;
  }
}

function regionOfArn(arn: string): string {
  return arn.split(':')[3] ?? '';
}

const oneRegion: Rule = (environment) => {
  const { region } = environment;
  const fields = fieldsAt([]).filter((field) => ![...FREE, 'backend'].includes(field));
  return each(fields, (field) =>
    arnsIn(environment.given([field]), [field], {}).flatMap(([path, arn, group]) => {
      const [expected, found] = [regionFor(path, group, region), regionOfArn(arn)];
      return when(
        expected !== undefined && found !== '' && found !== expected,
        path,
        `must be in ${expected}, not in ${found}: AWS looks for it there alone`,
      );
    }),
  );
};

export const PARTITION_RULES: readonly Rule[] = [onePartition, oneRegion];
