import * as z from 'zod';
import { kmsKey } from '../../values/aws-fields';
import { EXAMPLES, group, oneWay, text, wholeNumber } from '../../values/fields';
import {
  ECR_REPOSITORY_NAME,
  GIT_URL,
  IMAGE,
  IMAGE_TAG,
  PIP_REQUIREMENT,
  PRINCIPAL_ARN,
  S3_BUCKET,
  S3_KEY,
} from '../../values/limits';

const repository = group({
  name: text(ECR_REPOSITORY_NAME)
    .optional()
    .describe('Its name. A change makes another one. Default: names.flow_repository.'),
  keep_images: wholeNumber(1, 10_000)
    .default(100)
    .describe('How many images are kept; the oldest go. A deployment whose image has gone does not start any more.'),
  keep_untagged_days: wholeNumber(1, 3650).default(14).describe('Days after which images without a tag go.'),
  kms_key: kmsKey
    .optional()
    .describe('The customer-managed key that images are encrypted with. Fixed when the repository is made.'),
  pull_from: z
    .array(text(PRINCIPAL_ARN))
    .default([])
    .describe('Accounts or roles that may pull from it: arn:PARTITION:iam::ACCOUNT:root, or the ARN of a role.'),
  force_delete: z.boolean().default(false).describe('Let terraform destroy delete it with the images in it.'),
}).describe('A repository in ECR for the images of flows: tags cannot be moved, and pushed images are scanned.');

const git = group({
  repository: text(GIT_URL).describe('Its URL over https, without user and password.'),
  branch: z
    .string()
    .regex(/^[A-Za-z0-9._/-]+$/, { error: 'must be the name of a branch' })
    .default('main')
    .describe('The branch that each flow run clones; a push to it is what the next one runs.'),
  token_block: z
    .string()
    .regex(/^[a-z0-9-]+$/, { error: 'must be the name of a block: lower-case letters, digits and hyphens' })
    .optional()
    .describe("The name of Prefect's Secret block that holds a token for it. Default: it asks for none."),
});

const s3 = group({
  bucket: text(S3_BUCKET).describe('The bucket. The flow runs need a task role that may read it.'),
  folder: text(S3_KEY).default('flows').describe('The folder in it.'),
});

const code = z.union([
  z.literal('baked_in'),
  oneWay({
    git: git.optional().describe('Clone a repository when a flow run starts.'),
    s3: s3.optional().describe('Put it into S3 when it is deployed, and get it from there when a flow run starts.'),
  }),
]);

export const image = group({
  base: text(IMAGE)
    .optional()
    .describe(
      "The image that the Dockerfile builds on; it must contain Prefect, and prefect-aws for code in S3. Default: the worker's image.",
    ),
  packages: z
    .array(text(PIP_REQUIREMENT))
    .default([])
    .describe('Python packages that the flows need, each of one version (NAME==VERSION), installed when it is built.'),
  tag: text(IMAGE_TAG)
    .default('1')
    .describe(
      'The tag that the commands of the runbook build and push. Tags cannot be moved: raise it for each image.',
    ),
  repository: repository.optional(),
  code: code
    .default('baked_in')
    .describe('How the code of flows gets to where they run: baked_in, in the image; git; or s3.'),
}).describe('The image that flow runs start from, and the project that is deployed with it.');

EXAMPLES.add(image, { example: { packages: ['pandas==2.2.3'] } });
