import * as z from 'zod';
import { hostFault } from '../../values/api-url';
import { kmsKey } from '../../values/aws-fields';
import { onChange, onChangeWith } from '../../values/changes';
import type { Fault } from '../../values/fault';
import { checked, EXAMPLES, exactlyOneOf, group, text, wholeNumber } from '../../values/fields';
import { imageName } from '../../values/image-name';
import { PRINCIPAL_ARN } from '../../values/limits/iam';
import { ECR_REPOSITORY_NAME, GIT_URL, IMAGE_TAG, PIP_REQUIREMENT } from '../../values/limits/images';
import { S3_KEY } from '../../values/limits/storage';
import type { TextLimit } from '../../values/limits/text-limit';
import { s3Bucket } from '../../values/s3-bucket';

const BRANCH: TextLimit = {
  pattern: /^(?!-)[\w+#@=,-]+(\.[\w+#@=,-]+)*(\/[\w+#@=,-]+(\.[\w+#@=,-]+)*)*$/,
  allowed:
    'the name of a branch: letters, digits and _ - + # @ = , / . (single dots, within a word), not beginning with a hyphen',
  example: 'main',
  source: 'https://git-scm.com/docs/git-check-ref-format',
};

/** Prefect clones by git clone --branch. Source: https://git-scm.com/docs/git-clone#Documentation/git-clone.txt---branchname */
function branchFault(name: string): Fault | string | undefined {
  if (name.endsWith('.lock')) return 'must not end with .lock, as Git demands';
  const [, kind, branch] = /^refs\/(heads|tags)\/(.+)$/.exec(name) ?? [];
  return kind === undefined
    ? undefined
    : {
        message: `must not begin with refs/${kind}/: git clone finds no branch of this name`,
        hint: `did you mean ${branch}?`,
      };
}

/** In the folder of the flows, which a path from outside would leave. */
const DOCKERFILE: TextLimit = {
  pattern: /^(?!.*\.\.)[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/,
  allowed: 'a path in the folder of your flows: letters, digits and _ . - /, without ..',
  example: 'docker/Dockerfile',
  source: 'https://docs.docker.com/reference/cli/docker/buildx/build/#file',
};

const LOCK_FILES = ['requirements.txt', 'uv.lock', 'poetry.lock', 'Pipfile.lock'] as const;

/** The fields that only a Dockerfile holds. */
const NEW_IMAGE = onChangeWith('Build the image again, with a new tag.', 'has no effect on AWS');

/** Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html */
const TAG_PATTERN: TextLimit = {
  pattern: /^(?!(?:[^*]*\*){5})[A-Za-z0-9_.*-]{1,128}$/,
  allowed: 'a pattern for tags: letters, digits and _ . -, and at most four *, which match any text',
  example: 'release-*',
  source: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html',
};

const lifecycleRule = group({
  tag_status: z
    .enum(['untagged', 'any'])
    .optional()
    .describe('untagged: images without a tag, in one rule at most. any: all images, in the last rule.'),
  tag_patterns: z
    .array(text(TAG_PATTERN))
    .min(1, { error: 'must have at least one pattern' })
    .optional()
    .describe('Instead of tag_status: images with tags that match all of these patterns.'),
  keep_images: wholeNumber(1, 10_000).optional().describe('Number of these images to keep; older ones are deleted.'),
  keep_days: wholeNumber(1, 3650, 90)
    .optional()
    .describe('Instead of keep_images: days after which these images are deleted.'),
});

const repository = group({
  name: text(ECR_REPOSITORY_NAME)
    .optional()
    .describe('The name of the repository. Default: names.flow_repository.')
    .meta(
      onChangeWith(
        'The images in the old one are deleted.',
        'replaces the repository',
        'updates the permissions',
        'requires an update of the work pool',
      ),
    ),
  existing: text(ECR_REPOSITORY_NAME)
    .optional()
    .describe('The name of an existing repository of this account and region, instead of a created one.')
    .meta(
      onChange('creates or deletes the repository', 'updates the permissions', 'requires an update of the work pool'),
    ),
  image_tag_mutability: z
    .enum(['IMMUTABLE', 'MUTABLE'])
    .default('IMMUTABLE')
    .describe(
      'Whether a tag can be pushed again. MUTABLE: a flow run starts whatever was pushed last under the tag of its deployment.',
    )
    .meta(onChange('updates the repository')),
  scan_on_push: z
    .boolean()
    .default(true)
    .describe(
      'Scan each pushed image for known vulnerabilities (basic scanning). false where the registry of the account has scanning rules of its own.',
    )
    .meta(onChange('updates the repository')),
  keep_images: wholeNumber(1, 10_000)
    .default(100)
    .describe('Number of images to keep; older ones are deleted. A deployment whose image is deleted cannot start.')
    .meta(onChange('updates the repository')),
  keep_untagged_days: wholeNumber(1, 3650)
    .default(14)
    .describe('Days after which images without a tag are deleted.')
    .meta(onChange('updates the repository')),
  lifecycle: z
    .array(lifecycleRule)
    .min(1, { error: 'must have at least one rule' })
    .max(50, { error: 'must have at most 50 rules, as ECR allows' })
    .optional()
    .describe(
      'Rules that delete images, instead of keep_images and keep_untagged_days; an earlier rule decides first. A deployment whose image is deleted cannot start.',
    )
    .meta(onChange('updates the repository')),
  kms_key: kmsKey
    .optional()
    .describe('The customer-managed KMS key of the images.')
    .meta(
      onChangeWith(
        'Change name with it: a registry takes no second repository of one name. The images in the old one are deleted.',
        'replaces the repository',
        'updates the permissions',
        'requires an update of the work pool',
      ),
    ),
  pull_from: z
    .array(text(PRINCIPAL_ARN))
    .default([])
    .describe('Accounts, roles or users that can pull from the repository: arn:PARTITION:iam::ACCOUNT:root, or an ARN.')
    .meta(onChange('updates the repository')),
  force_delete: z
    .boolean()
    .default(false)
    .describe('true: terraform destroy deletes the repository with its images. false: it fails if there are images.')
    .meta(onChange('updates the repository')),
})
  .describe(
    'An ECR repository for the images of flows: a created one, or an existing one. By default, tags are immutable, and pushed images are scanned.',
  )
  .meta(
    onChange('creates or deletes the repository', 'updates the permissions', 'requires an update of the work pool'),
  );

/** The address of a page about a folder, a file or a branch. */
function pageFault(url: string): Fault | string | undefined {
  if (!URL.canParse(url)) return hostFault(url);
  const [, repository] =
    /^(https:\/\/[^/]+\/.+?)\/(-\/)?(tree|blob|commits?|raw|src|pull|merge_requests)\//.exec(url) ??
    /^(https:\/\/github\.com\/[^/]+\/[^/]+)\/./.exec(url) ??
    [];
  return repository === undefined
    ? undefined
    : {
        message: 'must be the URL of the repository itself, not of a page about a part of it',
        hint: `did you mean ${repository}?`,
      };
}

const git = group({
  repository: checked(text(GIT_URL), pageFault).describe(
    'URL of the repository over https, without user and password.',
  ),
  branch: checked(text(BRANCH), branchFault)
    .default('main')
    .describe('The branch that each flow run clones. The next flow run uses what was pushed last.'),
  folder: z
    .string()
    .regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/, {
      error: 'must be a folder of the repository, such as flows/etl',
    })
    .register(EXAMPLES, { example: 'flows/etl' })
    .optional()
    .describe('The folder of the repository that holds my_flow.py. Default: its root.'),
  token_block: z
    .string()
    .regex(/^[a-z0-9-]+$/, { error: 'must be the name of a block: lower-case letters, digits and hyphens' })
    .register(EXAMPLES, { example: 'github-token' })
    .optional()
    .describe('The name of a Secret block in Prefect with an access token. Default: none, for a public repository.'),
});

const s3 = group({
  bucket: s3Bucket()
    .optional()
    .describe(
      'The bucket. Default: that of the field bucket. Requires flow_runs.task_role with permission to read it, which the field bucket gives.',
    ),
  folder: text(S3_KEY)
    .default('flows')
    .describe('The folder in the bucket. Of two environments with one folder, both load what was uploaded last.'),
});

const code = z.union([
  z.enum(['baked_in', 'git']),
  exactlyOneOf({
    git: git.optional().describe('Clone a repository when a flow run starts.'),
    s3: s3.optional().describe('Upload the code to S3 at deployment; each flow run downloads it.'),
  }),
]);

export const image = group({
  base: imageName()
    .optional()
    .describe(
      "The image that the Dockerfile builds on; it must contain Prefect, and prefect-aws for code in S3. Default: the worker's image.",
    )
    .meta(NEW_IMAGE),
  packages: z
    .array(text(PIP_REQUIREMENT))
    .default([])
    .describe('Python packages of the flows, each with its version (NAME==VERSION), installed when the image is built.')
    .meta(NEW_IMAGE),
  lock_file: z
    .enum(LOCK_FILES)
    .optional()
    .describe(
      'A lock file in the folder of your flows, instead of packages. The Dockerfile installs the packages that it locks. The image contains the whole folder: build it there with the command of the runbook. An entry that pip cannot install, such as a local path, fails the build.',
    )
    .meta(NEW_IMAGE),
  dockerfile: text(DOCKERFILE)
    .optional()
    .describe(
      'The path of your own Dockerfile in the folder of your flows; none is generated. The image must contain Prefect, and the flows in /opt/prefect/flows unless project.pull or image.code sets another source.',
    )
    .meta(NEW_IMAGE),
  tag: text(IMAGE_TAG)
    .default('1')
    .describe(
      'The tag in the commands of the runbook. Set a new one for each image: tags are immutable unless image.repository.image_tag_mutability is MUTABLE.',
    )
    .meta(onChange('requires an update of the work pool')),
  repository: repository.optional(),
  code: code
    .optional()
    .describe(
      'Where flow runs get their code: baked_in (from their image); git (each flow run clones the repository that FLOWS_REPOSITORY, FLOWS_BRANCH and FLOWS_FOLDER name when you deploy; the image needs git); {git: …} (clones the repository set here); {s3: …}. Default: baked_in if the stack file sets image.repository, image.base, image.packages, image.lock_file, image.dockerfile, flow_runs.image or flow_runs.task_definition_arn, else git.',
    )
    .meta(onChangeWith('Build the image, and deploy the flows again.', 'has no effect on AWS')),
}).describe('The image of flow runs, and the Prefect project (Dockerfile, prefect.yaml) that is generated for it.');

EXAMPLES.add(lifecycleRule, { example: { tag_patterns: ['release-*'], keep_images: 10 } });
EXAMPLES.add(image, { example: { packages: ['pandas==2.2.3'] } });
