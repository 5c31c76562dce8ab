import type { StackContext } from '../../stack/context';
import { allow, type Statement } from '../../terraform/policy-document';
import { literal } from '../../terraform/terraform-text';
import { partitionOf } from '../../values/regions';
import { behind } from '../names/physical-names';
import { settingsOf } from '../roles/create-settings';
import type { InjectedSecret } from '../secrets/resources/secret-source';
import { CiRole } from './resources/ci-role';
import { codeFolder, uploadsToBucket } from './rights';
import { audienceOf, issuerOf, subjectsOf } from './trust';

/** The ARN of the role of CI jobs; undefined where there is none. */
export function createCiRole(
  context: StackContext,
  credential: InjectedSecret | undefined,
  clusterName: string,
): string | undefined {
  const { scope, environment, resourceNames, aws } = context;
  const { ciRole: role, region } = environment;
  if (role === undefined) return undefined;
  const settings = settingsOf(context, role);
  return new CiRole(scope, 'ci_role', {
    aws,
    name: resourceNames.ciRole,
    policyName: resourceNames.ciPolicy,
    settings: {
      ...settings,
      statements: [
        ...pushImages(context),
        ...uploadCode(context),
        ...(role.readApiKey && credential ? readCredential(context, credential) : []),
        ...(role.restartWorkers ? restartWorkers(context, clusterName) : []),
        ...(settings.statements ?? []),
      ],
    },
    issuer: literal(issuerOf(role)),
    audience: literal(audienceOf(role, partitionOf(region))),
    subjects: subjectsOf(role).map(literal),
    createProvider: role.createProvider,
  }).arn;
}

/**
 * A push asks whether a layer and an image are there, and docker takes layers of the last image for its cache.
 * Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
 */
function pushImages({ environment, names, aws }: StackContext): Statement[] {
  const { repository } = environment.image;
  if (repository === undefined) return [];
  const name = repository.existing ?? repository.name ?? names.flowRepository;
  return [
    ...allow('LogInToRegistry', 'ecr:GetAuthorizationToken', ['*']),
    ...allow(
      'PushFlowImages',
      [
        'ecr:BatchCheckLayerAvailability',
        'ecr:BatchGetImage',
        'ecr:CompleteLayerUpload',
        'ecr:GetDownloadUrlForLayer',
        'ecr:InitiateLayerUpload',
        'ecr:PutImage',
        'ecr:UploadLayerPart',
      ],
      [aws.arn('ecr', `repository/${name}`)],
    ),
  ];
}

/** prefect_aws.deployments.steps.push_to_s3 uploads each file, a large one in parts. */
function uploadCode({ environment, aws, lookUps }: StackContext): Statement[] {
  const code = codeFolder(environment);
  if (code === undefined) return [];
  const key = uploadsToBucket(environment) ? environment.bucket?.kmsKey : undefined;
  return [
    ...allow(
      'UploadFlowCode',
      ['s3:AbortMultipartUpload', 's3:PutObject'],
      [`arn:${aws.partition}:s3:::${literal(code.bucket)}/${literal(code.folder)}/*`],
    ),
    ...allow(
      'UseKeyOfFlowCode',
      ['kms:Decrypt', 'kms:GenerateDataKey'],
      key === undefined ? [] : [lookUps.kmsKey(key)],
    ),
  ];
}

/** Replaces the tasks, and waits for it. UpdateService could change more: IAM knows no narrower right. */
function restartWorkers({ environment, names, aws }: StackContext, clusterName: string): Statement[] {
  const all = [[undefined, environment] as const, ...Object.entries(environment.workers)];
  const services = all.flatMap(([name, { service }]) =>
    service.create ? [aws.arn('ecs', `service/${clusterName}/${behind(names.service, name)}`)] : [],
  );
  return allow('RestartWorkers', ['ecs:DescribeServices', 'ecs:UpdateService'], services);
}

/** A person's call asks for one value, ECS for a list. */
function readCredential({ aws }: StackContext, { service, arn, region, kmsKeyArn }: InjectedSecret): Statement[] {
  return [
    ...allow(
      'ReadPrefectCredential',
      service === 'secretsmanager' ? 'secretsmanager:GetSecretValue' : ['ssm:GetParameter', 'ssm:GetParameters'],
      [arn],
    ),
    ...allow(
      'DecryptPrefectCredential',
      'kms:Decrypt',
      kmsKeyArn === undefined ? [] : [kmsKeyArn],
      aws.via(service, region),
    ),
  ];
}
