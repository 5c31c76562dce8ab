import type { Environment } from '../../environment/environment';
import { each, type Finding, type Rule, warning, when } from '../../environment/rule';
import { fieldsAt } from '../../environment/schema-fields';
import { readOnce, unlessBroken } from '../../environment/watch';
import { type Path, pathInWords } from '../../stack-file/path';
import { registryOf } from '../../values/image-registry';
import { regionSuggestion } from '../../values/region-names';
import { isKnownRegion, partitionOf, partitionOfArn } from '../../values/regions';
import { ofContainers } from '../container/of-tasks';
import { workersOf } from '../workers/workers-of';

/** What is the user's own Terraform is not ours to judge; tags are text. */
const FREE = ['overrides', 'terraform', 'outputs', 'tags'];

/** An ARN of a stack file, with the group that it is in. */
interface FoundArn {
  readonly path: Path;
  readonly arn: string;
  readonly group: object;
}

/** A rule for each ARN that stands in a stack file, but in the fields that are free. */
function ofArns(check: (found: FoundArn, environment: Environment) => readonly Finding[]): Rule {
  return (environment) => each(arnsOfFile(environment), (found) => check(found, environment));
}

const arnsOfFile = readOnce((environment: Environment): readonly FoundArn[] => {
  const groups = fieldsAt([]).filter((field) => !FREE.includes(field) && environment.isInFile([field]));
  // What is broken in a field of a group silences nothing in another.
  return groups.flatMap(fieldsOfGroup).flatMap((place) => unlessBroken(() => arnsOf(environment, place)));
});

/** A field that is no group, or whose names people choose, stands for itself. */
function fieldsOfGroup(group: string): Path[] {
  const fields = [...new Set(fieldsAt([group]))];
  return fields.length === 0 ? [[group]] : fields.map((field) => [group, field]);
}

function arnsOf(environment: Environment, place: Path): FoundArn[] {
  // Of the groups alone, api_key has fields that belong together.
  const group = place[0] === 'api_key' ? Object(environment.fileValue(['api_key'])) : {};
  return arnsIn(environment.fileValue(place), place, group);
}

/** Several rules ask for them. */
const arnsBelow = readOnce((group: object): readonly FoundArn[] =>
  Array.isArray(group)
    ? group.flatMap((part, index) => arnsIn(part, [index], group))
    : Object.entries(group).flatMap(([key, part]) => arnsIn(part, [key], group)),
);

function arnsIn(value: unknown, path: Path, group: object): FoundArn[] {
  if (typeof value === 'string') return value.startsWith('arn:') ? [{ path, arn: value, group }] : [];
  if (value === null || typeof value !== 'object') return [];
  return arnsBelow(value).map((found) => ({ ...found, path: [...path, ...found.path] }));
}

const onePartition = ofArns(({ path, arn }, { region }) => {
  const partition = partitionOf(region);
  return when(
    ![partition, '*'].includes(partitionOfArn(arn)),
    path,
    `must be in partition ${partition}, as region ${region} is`,
    `set an ARN that begins with arn:${partition}:`,
  );
});

/** ECS signs in to registries of its own partition alone, as credentials are of one partition. */
const registriesOfPartition: Rule = (environment) => [
  ...each(workersOf(environment), ({ image, at }) => ofOtherPartition(image, at('worker_image'), environment)),
  ...ofContainers(({ image, isMain, at }, { isWorker }) =>
    isMain && isWorker ? [] : ofOtherPartition(image, at('image'), environment),
  )(environment),
];

function ofOtherPartition(image: string, path: Path, { region }: Environment): Finding[] {
  const { ecrRegion = region } = registryOf(image);
  const partition = partitionOf(region);
  return when(
    partitionOf(ecrRegion) !== partition,
    path,
    `must be in a registry that partition ${partition} reaches: ECR of ${ecrRegion} is in ${partitionOf(ecrRegion)}`,
    `copy the image to ECR of ${region}`,
  );
}

/** Fields of what ECS reads a secret by: it may be in another region, by its whole ARN. */
const SECRETS: Path = ['secrets', 'secret_options', 'ca_certificate', 'custom_headers', 'secret'];

/**
 * Where the thing of an ARN has to be; undefined: anywhere. Sources: RunTask of ECS, which finds a task definition in its
 * own region, as CreateService does a namespace; Encrypt of KMS, whose keys encrypt in theirs; GetParameter of Systems Manager.
 */
function regionFor(path: Path, group: object, region: string): string | undefined {
  switch (path.at(-1)) {
    case 'kms_key': {
      // As the stack file has them, be they wrong.
      const { secret_arn, ssm_parameter } = group as { secret_arn?: unknown; ssm_parameter?: unknown };
      const secret = String(secret_arn ?? ssm_parameter);
      return secret.startsWith('arn:') ? regionOfArn(secret) : region;
    }
    case 'task_definition_arn':
    case 'namespace':
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

const oneRegion = ofArns(({ path, arn, group }, { region }) => {
  const [expected, found] = [regionFor(path, group, region), regionOfArn(arn)];
  return when(
    expected !== undefined && found !== expected,
    path,
    `must be in ${expected}, not in ${found}: AWS does not look in other regions`,
    `set an ARN of ${expected}`,
  );
});

/** What has to be in the account of the stack. Sources: PassRole of IAM, RunTask of ECS, and CreateRole of IAM. */
const IN_ACCOUNT: Path = [
  'worker_task_role_arn',
  'existing',
  'existing_queue',
  'passable_roles',
  'permissions_boundary',
  'policies',
  'task_definition_arn',
];

const oneAccount: Rule = (environment) => {
  const { accountId } = environment.aws;
  const fields = fieldsAt([]).filter((field) => ![...FREE, 'cluster'].includes(field));
  const found = fields.flatMap((field) =>
    arnsOf(environment, [field]).filter(({ path }) => path.some((part) => IN_ACCOUNT.includes(part))),
  );
  const withAccount = found.filter(({ arn }) => /^[0-9]{12}$/.test(accountOfArn(arn)));
  const [first] = withAccount;
  const account = accountId ?? accountOfArn(first?.arn ?? '');
  const other =
    accountId === undefined ? `${pathInWords(first?.path ?? [])} is in ${account}` : `aws.account_id is ${account}`;
  return withAccount.flatMap(({ path, arn }) =>
    when(
      accountOfArn(arn) !== account,
      path,
      `is in the account ${accountOfArn(arn)}, but ${other}: AWS accepts only the same account here`,
      accountId === undefined ? 'correct one of the two' : 'correct the ARN, or aws.account_id',
    ),
  );
};

function accountOfArn(arn: string): string {
  return arn.split(':')[4] ?? '';
}

/** Only the service itself can assume these. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html */
const noServiceLinked = ofArns(({ path, arn }) => {
  const kind = /:iam::[^:]*:(role|policy)\/aws-service-role\//.exec(arn)?.[1];
  return when(
    kind !== undefined,
    path,
    kind === 'role'
      ? 'is a service-linked role: only its own service can use it'
      : 'is a policy of service-linked roles: AWS attaches it to no other role',
    `set another ${kind}`,
  );
});

/** Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html */
const keyOfOtherAccount = ofArns(({ path, arn, group }, { aws: { accountId }, roles }) =>
  when(
    accountId !== undefined &&
      roles.execution?.existing === undefined &&
      path.at(-1) === 'secret_arn' &&
      accountOfArn(arn) !== accountId &&
      !('kms_key' in group),
    path,
    `requires kms_key: the secret is in the account ${accountOfArn(arn)}, and only a customer-managed key decrypts it for ${accountId}`,
    'set kms_key to the key of the secret, beside it',
  ),
);

/** Their trust policies are AWS's own, and name no tasks of ECS. Source: https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html */
const noReserved: Rule = (environment) =>
  each(TASK_ROLES, (field) =>
    arnsOf(environment, [field]).flatMap(({ path, arn }) =>
      when(
        /:role\/aws-reserved\//.test(arn),
        path,
        'is a role that AWS keeps for IAM Identity Center: no task can have it',
        'set a role whose trust policy names ecs-tasks.amazonaws.com',
      ),
    ),
  );

const TASK_ROLES = ['worker_task_role_arn', 'roles', 'flow_runs'];

/** The provider compares them at each plan. */
const assumedRoleInAccount: Rule = ({ aws: { accountId, assumeRole } }) =>
  when(
    accountId !== undefined && assumeRole !== undefined && accountOfArn(assumeRole.roleArn) !== accountId,
    ['aws', 'assume_role', 'role_arn'],
    `is in the account ${accountOfArn(assumeRole?.roleArn ?? '')}, but aws.account_id is ${accountId}: each plan would fail`,
    'correct one of the two',
  );

/** Of 200 secrets, AWS gives one an end of small letters alone. */
const WORD = /:secret:(.*-([a-z]{6}|[A-Z]{6}|[0-9]{6}))$/;

const wholeSecretArns = ofArns(({ path, arn }) => {
  const [, name = '', end = ''] = WORD.exec(arn) ?? [];
  return warning(
    'short-secret-arn',
    path.at(-1) === 'secret_arn' && name !== '',
    path,
    `seems to be without the six characters that AWS adds to the name: -${end} looks like a part of it, and the permissions would be for another secret`,
    `set secret_name: ${name}, or the whole ARN: aws secretsmanager describe-secret --secret-id ${name}`,
  );
});

const knownRegions: Rule = ({ region, backend }) => {
  const regions: [Path, string][] = [
    [['region'], region],
    // By default that of the stack.
    ...(backend.type === 's3' && backend.region !== region
      ? [[['backend', 's3', 'region'], backend.region] as [Path, string]]
      : []),
  ];
  return each(regions, ([path, name]) =>
    warning(
      'unknown-region',
      !isKnownRegion(name),
      path,
      'is not a region that AWS had in November 2026; Terraform does not check it either',
      regionSuggestion(name),
    ),
  );
};

/** Of images in ECR. */
const regionsOfImages: Rule = (environment) => {
  const ofImage = (image: string, path: Path) => {
    const { ecrRegion } = registryOf(image);
    if (ecrRegion === undefined || isKnownRegion(ecrRegion)) return [];
    return warning(
      'unknown-region',
      true,
      path,
      `has the region ${ecrRegion}, which AWS did not have in November 2026: ECS cannot pull it`,
      regionSuggestion(ecrRegion),
    );
  };
  return [
    ...each(workersOf(environment), ({ image, at }) => ofImage(image, at('worker_image'))),
    ...ofContainers(({ image, at }) => ofImage(image, at('image')))(environment).filter(({ path }) =>
      environment.isInFile(path),
    ),
  ];
};

export const AWS_RULES: readonly Rule[] = [
  regionsOfImages,
  onePartition,
  registriesOfPartition,
  oneRegion,
  oneAccount,
  noServiceLinked,
  noReserved,
  assumedRoleInAccount,
  wholeSecretArns,
  keyOfOtherAccount,
  knownRegions,
];
