import * as z from 'zod';
import { onChange, onChangeWith } from '../../values/changes';
import { EXAMPLES, group, text } from '../../values/fields';
import type { TextLimit } from '../../values/limits/text-limit';
import { policies, statements } from '../roles/schema';

/** With both IDs or with none: tokens have the one form or the other. */
const GITHUB_REPOSITORY: TextLimit = {
  pattern:
    /^(?!.*\.git$)[A-Za-z0-9][A-Za-z0-9_-]{0,38}(\/[A-Za-z0-9._-]{1,100}|@[0-9]{1,20}\/[A-Za-z0-9._-]{1,100}@[0-9]{1,20})$/,
  allowed: 'a repository of GitHub: OWNER/NAME, or OWNER@ID/NAME@ID with its immutable IDs; without .git',
  example: 'acme/flows',
  source: 'https://docs.github.com/en/actions/reference/security/oidc',
};

const GITLAB_PROJECT: TextLimit = {
  pattern: /^(?!.*\.git$)[A-Za-z0-9_][A-Za-z0-9_.-]*(\/[A-Za-z0-9_][A-Za-z0-9_.-]*)+$/,
  longest: 255,
  allowed: 'the path of a project of GitLab: GROUP/PROJECT, with all groups and without .git',
  example: 'acme/data/flows',
  source: 'https://docs.gitlab.com/ci/secrets/id_token_authentication/',
};

/** IAM compares it with * and ?. */
const REF: TextLimit = {
  pattern: /^(?!refs\/(heads|tags)\/)[A-Za-z0-9_*][A-Za-z0-9_.*-]*(\/[A-Za-z0-9_.*-]+)*$/,
  longest: 200,
  allowed:
    'the name of a branch or tag, without refs/heads/ or refs/tags/: letters, digits and _ - . /, and * for any text',
  example: 'main',
  source: 'https://git-scm.com/docs/git-check-ref-format',
};

const GITHUB_ENVIRONMENT: TextLimit = {
  pattern: /^[A-Za-z0-9_.-]([A-Za-z0-9 _.-]{0,253}[A-Za-z0-9_.-])?$/,
  allowed: 'the name of an environment of GitHub: letters, digits, spaces in between and _ . -',
  example: 'production',
  source: 'https://docs.github.com/en/actions/reference/security/oidc',
};

const ISSUER: TextLimit = {
  pattern: /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(\/[A-Za-z0-9._-]+)*$/,
  longest: 200,
  allowed: 'the host of an OIDC issuer, with its path if it has one, without https://',
  example: 'gitlab.example.com',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html',
};

const AUDIENCE: TextLimit = {
  pattern: /^[A-Za-z0-9:/._-]{1,255}$/,
  allowed: 'the audience of the tokens: letters, digits and : / . _ -',
  example: 'sts.amazonaws.com',
  source: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html',
};

const trust = onChange('updates the CI role');

export const ciRole = group({
  github: text(GITHUB_REPOSITORY)
    .optional()
    .describe(
      'The repository of GitHub whose workflows can assume the role. OWNER@ID/NAME@ID if its tokens have immutable IDs: on github.com, those of a repository that was created, renamed or transferred on or after 15 July 2026 do, and those of one that opted in.',
    )
    .meta(trust),
  gitlab: text(GITLAB_PROJECT).optional().describe('The project of GitLab whose jobs can assume the role.').meta(trust),
  branches: z
    .array(text(REF))
    .optional()
    .describe(
      'Branches whose jobs can assume the role. Who can push to one of them can deploy. Default: main, unless tags or environments is set.',
    )
    .meta(trust),
  tags: z
    .array(text(REF))
    .default([])
    .describe('Tags whose jobs can assume the role, for example release-*.')
    .meta(trust),
  environments: z
    .array(text(GITHUB_ENVIRONMENT))
    .default([])
    .describe(
      'Environments of GitHub whose jobs can assume the role. The token of a job with an environment names it instead of its branch.',
    )
    .meta(trust),
  create_provider: z
    .boolean()
    .default(false)
    .describe(
      'Create the OIDC provider of GitHub or GitLab in IAM. An account has one for each issuer, so only one stack can create it. Default: the existing provider of the account.',
    )
    .meta(
      onChangeWith(
        'A destroyed provider is missing for all roles of the account.',
        'updates the CI role',
        'creates or deletes the CI role',
      ),
    ),
  issuer: text(ISSUER)
    .optional()
    .describe(
      'The issuer of the tokens, for a GitLab or GitHub server of your own. Default: that of GitHub or gitlab.com.',
    )
    .meta(onChange('updates the CI role', 'replaces the CI role')),
  audience: text(AUDIENCE)
    .optional()
    .describe(
      'The audience of the tokens. Default: sts.amazonaws.com for GitHub (in China sts.amazonaws.com.cn), https://ISSUER for GitLab.',
    )
    .meta(trust),
  read_api_key: z
    .boolean()
    .default(false)
    .describe(
      'Allow the jobs to read the credential of Prefect where the worker has it, for prefect deploy. false: CI has a credential of its own.',
    )
    .meta(onChange('updates the permissions')),
  restart_workers: z
    .boolean()
    .default(false)
    .describe(
      'Allow the jobs to replace the tasks of the workers (aws ecs update-service --force-new-deployment), for example after they have pushed a new image of the worker under the same tag.',
    )
    .meta(onChange('updates the permissions')),
  policies: policies.describe('ARNs of further policies for the role.').meta(onChange('updates the permissions')),
  statements: statements
    .optional()
    .describe('Further statements for the role.')
    .meta(onChange('updates the permissions')),
})
  .describe(
    'An IAM role for CI, which jobs of GitHub or GitLab assume by OIDC, without stored keys: it pushes images to the repository of image.repository and code to the bucket of image.code.s3, and nothing else. Default: none.',
  )
  .meta(onChange('creates or deletes the CI role'));
export type CiRole = z.output<typeof ciRole>;

EXAMPLES.add(ciRole, { example: { github: 'acme/flows' } });
