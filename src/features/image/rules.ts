import { exactlyOne, noEffect, noEffectAt, pathsInFile, type Rule, warning, when } from '../../environment/rule';
import { ECR_REPOSITORY_NAME } from '../../values/limits/images';
import { packageName } from '../../values/pip-words';
import { physicalNames } from '../names/physical-names';

const repositoryName: Rule = ({ image, inputs, naming }) => {
  const { name, existing } = image.repository ?? {};
  if (image.repository === undefined || name !== undefined || existing !== undefined) return [];
  const { flowRepository } = physicalNames(inputs.name, naming);
  return when(
    !ECR_REPOSITORY_NAME.pattern.test(flowRepository),
    ['image', 'repository', 'name'],
    `is required: the default, ${flowRepository}, is not a valid name of an ECR repository`,
    `for example name: ${flowRepository.toLowerCase()}`,
  );
};

/** An existing repository is its owner's. */
const existingRepository: Rule = (environment) => {
  const { repository } = environment.image;
  if (repository?.existing === undefined) return [];
  return pathsInFile(environment, ['image', 'repository'], OF_CREATED).flatMap((path) =>
    noEffectAt(path, 'it applies only to a repository that this stack creates', 'remove existing'),
  );
};

const OF_CREATED = [
  ...['name', 'image_tag_mutability', 'scan_on_push', 'keep_images', 'keep_untagged_days', 'lifecycle'],
  ...['kms_key', 'pull_from', 'force_delete'],
];

/** Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html */
const lifecycle: Rule = (environment) => {
  const { lifecycle: rules } = environment.image.repository ?? {};
  if (rules === undefined) return [];
  const path = ['image', 'repository', 'lifecycle'];
  const untagged = rules.findIndex(({ tagStatus }) => tagStatus === 'untagged');
  return [
    ...pathsInFile(environment, ['image', 'repository'], ['keep_images', 'keep_untagged_days']).flatMap((field) =>
      noEffectAt(field, 'lifecycle has the rules', 'add a rule to lifecycle'),
    ),
    ...rules.flatMap(({ tagStatus, tagPatterns, keepImages, keepDays }, index) => [
      ...exactlyOne([...path, index], { tag_status: tagStatus !== undefined, tag_patterns: tagPatterns !== undefined }),
      ...exactlyOne([...path, index], { keep_images: keepImages !== undefined, keep_days: keepDays !== undefined }),
      ...when(
        tagStatus === 'any' && index < rules.length - 1,
        [...path, index, 'tag_status'],
        'must be in the last rule: ECR evaluates any after all others',
        'move the rule to the end',
      ),
      ...when(
        tagStatus === 'untagged' && index !== untagged,
        [...path, index, 'tag_status'],
        `is already used by lifecycle[${untagged}]: ECR allows one rule for images without a tag`,
        'remove one of the two',
      ),
    ]),
  ];
};

const packagesOnce: Rule = ({ image }) => {
  const names = image.packages.map(packageName);
  return names.flatMap((name, index) =>
    when(
      names.indexOf(name) !== index && image.packages.indexOf(image.packages[index] as string) === index,
      ['image', 'packages', index],
      `duplicates packages[${names.indexOf(name)}]: ${name}`,
      'remove one of the two',
    ),
  );
};

/** Tags that people move to each new image. */
const MOVING = /^(latest|main|master|develop|dev|stable|edge|nightly|prod|production|staging|test)$/;

const tagStays: Rule = ({ image: { repository, tag } }) =>
  warning(
    'moving-tag',
    repository !== undefined &&
      repository.existing === undefined &&
      repository.imageTagMutability === 'IMMUTABLE' &&
      MOVING.test(tag),
    ['image', 'tag'],
    'can be pushed once: the tags of the created repository are immutable',
    'set a tag of its own for each image, for example "1"; or image.repository.image_tag_mutability: MUTABLE',
  );

const codeInS3: Rule = ({ image, flowRuns }) => [
  ...when(
    typeof image.code === 'object' && image.code.s3 !== undefined && image.code.s3.bucket === undefined,
    ['image', 'code', 's3', 'bucket'],
    'is required',
    'name an existing bucket, or set bucket to create one',
  ),
  ...when(
    typeof image.code === 'object' && image.code.s3 !== undefined && flowRuns?.taskRole === undefined,
    ['image', 'code', 's3'],
    'requires a task role that can read the bucket',
    'set flow_runs.task_role with statements for the bucket',
  ),
];

/** What the generated Dockerfile is made from, where there is none. */
const ownDockerfile: Rule = (environment) => [
  ...noEffect(
    environment.image.packages.length > 0 && environment.image.lockFile !== undefined,
    ['image', 'packages'],
    'image.lock_file names what is installed',
    'add the packages to the lock file',
  ),
  ...(environment.image.dockerfile === undefined
    ? []
    : pathsInFile(environment, ['image'], ['base', 'packages', 'lock_file']).flatMap((path) =>
        noEffectAt(path, 'image.dockerfile is your own', 'write it into that Dockerfile'),
      )),
  ...(environment.project === 'none'
    ? pathsInFile(environment, ['image'], ['base', 'packages', 'lock_file', 'dockerfile', 'code']).flatMap((path) =>
        noEffectAt(path, 'project is none', 'remove project: none'),
      )
    : []),
];

export const IMAGE_RULES: readonly Rule[] = [
  repositoryName,
  existingRepository,
  lifecycle,
  packagesOnce,
  tagStays,
  codeInS3,
  ownDockerfile,
];
