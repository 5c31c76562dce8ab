import { judge, parsePolicy } from '../../helpers/policy-evaluator';
import { reportOnFields } from '../../helpers/stack-files';
import { documentAt, resourceAt, runbookOf, stackOf } from '../../helpers/synthesized';

const ROLE = 'aws_iam_role.prefect_worker_ci_role';
const KEY = 'arn:aws:kms:us-east-1:111122223333:key/0b7d9c52-2f0e-4a4b-9a3c-6f1de4c3a87b';
const GITHUB = 'token.actions.githubusercontent.com';

const stackWith = (role: object, others: object = {}) =>
  stackOf({ image: { repository: {} }, ci_role: { github: 'acme/flows', ...role }, ...others });

function conditionOf(role: object, others: object = {}): unknown {
  const { Statement: statements } = documentAt(stackWith(role, others), ROLE, 'assume_role_policy') as {
    Statement: { Condition: unknown }[];
  };
  return statements[0]?.Condition;
}

function rightsOf(role: object, others: object = {}): readonly { readonly Sid: string }[] {
  const policy = documentAt(stackWith(role, others), 'aws_iam_role_policy.prefect_worker_ci_role_statements', 'policy');
  return (policy as { Statement: { Sid: string }[] }).Statement;
}

test('without branches, main alone', () => {
  expect(conditionOf({})).toEqual({
    StringEquals: { [`${GITHUB}:aud`]: 'sts.amazonaws.com', [`${GITHUB}:sub`]: 'repo:acme/flows:ref:refs/heads/main' },
  });
});

test('a repository with its immutable IDs, as the tokens of newer repositories name it', () => {
  expect(conditionOf({ github: 'acme@123456/flows@456789' })).toMatchObject({
    StringEquals: { [`${GITHUB}:sub`]: 'repo:acme@123456/flows@456789:ref:refs/heads/main' },
  });
});

test.each(['acme@123456/flows', 'acme/flows@456789', 'acme@/flows@', 'acme@x/flows@y', 'acme@1/flows@2/main'])(
  'fails on a repository with half of its IDs, or with none: %s',
  (github) => {
    expect(reportOnFields({ image: { repository: {} }, ci_role: { github } })).toContain('OWNER@ID/NAME@ID');
  },
);

test('the page tells how to find the IDs, until the stack file has them', () => {
  const pageOf = (role: object) => runbookOf({ image: { repository: {} }, ci_role: role });
  expect(pageOf({ github: 'acme/flows' })).toContain("gh api repos/acme/flows --jq '.owner.id, .id'");
  expect(pageOf({ github: 'acme@1/flows@2' })).not.toContain('gh api');
  expect(pageOf({ github: 'acme/flows', issuer: 'github.acme.com/_services/token' })).not.toContain('gh api');
  expect(pageOf({ gitlab: 'acme/flows' })).not.toContain('gh api');
});

test('with an environment, the environment instead of main', () => {
  expect(conditionOf({ environments: ['production'] })).toEqual({
    StringEquals: {
      [`${GITHUB}:aud`]: 'sts.amazonaws.com',
      [`${GITHUB}:sub`]: 'repo:acme/flows:environment:production',
    },
  });
});

test('a pattern among exact names is compared as a pattern, and the audience never is', () => {
  expect(conditionOf({ branches: ['main', 'release/*'], tags: ['v1'] })).toEqual({
    StringEquals: { [`${GITHUB}:aud`]: 'sts.amazonaws.com' },
    StringLike: {
      [`${GITHUB}:sub`]: [
        'repo:acme/flows:ref:refs/heads/main',
        'repo:acme/flows:ref:refs/heads/release/*',
        'repo:acme/flows:ref:refs/tags/v1',
      ],
    },
  });
});

test.each([
  ['GitHub in China', {}, { region: 'cn-north-1' }, { [`${GITHUB}:aud`]: 'sts.amazonaws.com.cn' }],
  ['gitlab.com', { github: null, gitlab: 'acme/data/flows' }, {}, { 'gitlab.com:aud': 'https://gitlab.com' }],
  [
    'a GitLab server',
    { github: null, gitlab: 'a/b', issuer: 'gitlab.acme.com' },
    {},
    { 'gitlab.acme.com:aud': 'https://gitlab.acme.com' },
  ],
  ['an audience of its own', { audience: 'acme' }, {}, { [`${GITHUB}:aud`]: 'acme' }],
])('the audience of %s', (_, role, others, audience) => {
  expect(conditionOf(role, others)).toMatchObject({ StringEquals: audience });
});

test('nothing but a push to one repository is allowed, unless the file asks for more', () => {
  expect(rightsOf({}).map(({ Sid }) => Sid)).toEqual(['LogInToRegistry', 'PushFlowImages']);
});

test('a key in a parameter is read as a parameter, and decrypted by Systems Manager alone', () => {
  expect(rightsOf({ read_api_key: true }, { api_key: { store: 'ssm_parameter', kms_key: KEY } })).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ Sid: 'ReadPrefectCredential', Action: ['ssm:GetParameter', 'ssm:GetParameters'] }),
      expect.objectContaining({
        Sid: 'DecryptPrefectCredential',
        Resource: KEY,
        Condition: { StringEquals: { 'kms:ViaService': expect.stringMatching(/^ssm\./) } },
      }),
    ]),
  );
});

test('a bucket with a key of the team needs the key for uploads', () => {
  const rights = rightsOf(
    {},
    {
      image: { code: { s3: {} } },
      bucket: { existing: 'team-code', kms_key: KEY },
      flow_runs: { task_role: {} },
    },
  );
  expect(rights).toEqual([
    expect.objectContaining({ Sid: 'UploadFlowCode', Resource: expect.stringMatching(/:team-code\/flows\/\*$/) }),
    expect.objectContaining({ Sid: 'UseKeyOfFlowCode', Resource: KEY }),
  ]);
});

test('the services of all workers can be restarted, and of none that the stack does not create', () => {
  const [first, second] = ['', '-gpu'].map((end) =>
    expect.stringMatching(
      new RegExp(`:service/prefect-worker-\\$\\{var\\.name\\}/prefect-worker-\\$\\{var\\.name\\}${end}$`),
    ),
  );
  const workers = {
    gpu: { worker_work_pool_name: 'gpu' },
    none: { worker_work_pool_name: 'none', service: { create: false } },
  };
  expect(rightsOf({ restart_workers: true }, { workers })).toContainEqual(
    expect.objectContaining({ Sid: 'RestartWorkers', Resource: [first, second] }),
  );
});

test('the provider that the stack creates is there before the role', () => {
  expect(resourceAt(stackWith({ create_provider: true }), ROLE)['depends_on']).toEqual([
    'aws_iam_openid_connect_provider.prefect_worker_ci',
  ]);
});

test.each([{ branches: ['main'] }, { tags: ['v*'], create_provider: true }])(
  'no service and nobody of an account can assume it: %j',
  (role) => {
    const text = JSON.stringify(documentAt(stackWith(role), ROLE, 'assume_role_policy'))
      .replaceAll('${data.aws_partition.current.partition}', 'aws')
      .replaceAll('${data.aws_caller_identity.current.account_id}', '111122223333');
    for (const caller of [{ Service: 'ecs-tasks.amazonaws.com' }, { AWS: 'arn:aws:iam::111122223333:root' }]) {
      const call = { action: 'sts:AssumeRoleWithWebIdentity', resource: '*', caller, context: {} };
      expect(judge([parsePolicy('trust', text)], call).allowed).toBe(false);
    }
  },
);
