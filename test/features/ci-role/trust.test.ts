import { audienceOf, issuerOf, subjectsOf } from '../../../src/features/ci-role/trust';

const ROLE = { tags: [], environments: [] } as unknown as Parameters<typeof subjectsOf>[0];

describe('the jobs of GitLab', () => {
  const role = { ...ROLE, gitlab: 'acme/flows' };

  test('are those of main, where nothing is chosen', () => {
    expect(subjectsOf(role)).toEqual(['project_path:acme/flows:ref_type:branch:ref:main']);
  });

  test('are those of branches and tags', () => {
    expect(subjectsOf({ ...role, branches: ['dev', 'release/*'], tags: ['v*'] })).toEqual([
      'project_path:acme/flows:ref_type:branch:ref:dev',
      'project_path:acme/flows:ref_type:branch:ref:release/*',
      'project_path:acme/flows:ref_type:tag:ref:v*',
    ]);
  });

  test('are those of tags alone, where only these are chosen', () => {
    expect(subjectsOf({ ...role, tags: ['v1'] })).toEqual(['project_path:acme/flows:ref_type:tag:ref:v1']);
  });
});

test('the jobs of GitHub are those of branches, tags and environments', () => {
  const role = { ...ROLE, github: 'acme/flows', branches: ['dev'], tags: ['v*'], environments: ['prod'] };
  expect(subjectsOf(role)).toEqual([
    'repo:acme/flows:ref:refs/heads/dev',
    'repo:acme/flows:ref:refs/tags/v*',
    'repo:acme/flows:environment:prod',
  ]);
});

test.each([
  [{}, 'token.actions.githubusercontent.com'],
  [{ gitlab: 'acme/flows' }, 'gitlab.com'],
  [{ gitlab: 'acme/flows', issuer: 'git.example.com' }, 'git.example.com'],
])('the tokens of %j are issued by %s', (role, issuer) => {
  expect(issuerOf(role)).toBe(issuer);
});

test.each([
  [{}, 'aws', 'sts.amazonaws.com'],
  [{}, 'aws-cn', 'sts.amazonaws.com.cn'],
  [{ gitlab: 'acme/flows' }, 'aws-cn', 'https://gitlab.com'],
  [{ gitlab: 'acme/flows', issuer: 'git.example.com' }, 'aws', 'https://git.example.com'],
  [{ gitlab: 'acme/flows', audience: 'mine' }, 'aws', 'mine'],
])('the audience of %j in %s is %s', (role, partition, audience) => {
  expect(audienceOf(role, partition)).toBe(audience);
});

test('the jobs of GitHub are not those of main, where only tags and environments are chosen', () => {
  const role = { ...ROLE, github: 'acme/flows', tags: ['v*'], environments: ['prod'] };
  expect(subjectsOf(role)).toEqual(['repo:acme/flows:ref:refs/tags/v*', 'repo:acme/flows:environment:prod']);
});
