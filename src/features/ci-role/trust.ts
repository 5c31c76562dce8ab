import type { CiRole } from './schema';

/** Who issues the tokens of CI jobs. */
export function issuerOf({ gitlab, issuer }: Pick<CiRole, 'gitlab' | 'issuer'>): string {
  return issuer ?? (gitlab === undefined ? 'token.actions.githubusercontent.com' : 'gitlab.com');
}

/** Source: https://github.com/aws-actions/configure-aws-credentials#oidc, which AWS asks for in China too. */
export function audienceOf(role: Pick<CiRole, 'audience' | 'gitlab' | 'issuer'>, partition: string): string {
  if (role.audience !== undefined) return role.audience;
  if (role.gitlab !== undefined) return `https://${issuerOf(role)}`;
  return partition === 'aws-cn' ? 'sts.amazonaws.com.cn' : 'sts.amazonaws.com';
}

/**
 * What the tokens say of the jobs that may assume the role.
 * Sources: https://docs.github.com/en/actions/reference/security/oidc (sub),
 * https://github.blog/changelog/2026-04-23-immutable-subject-claims-for-github-actions-oidc-tokens (with IDs),
 * https://docs.gitlab.com/ci/secrets/id_token_authentication/ (sub).
 */
export function subjectsOf({ github, gitlab, branches, tags, environments }: CiRole): string[] {
  const chosen = branches ?? (tags.length + environments.length > 0 ? [] : ['main']);
  if (gitlab !== undefined) {
    const ref = (type: string) => (name: string) => `project_path:${gitlab}:ref_type:${type}:ref:${name}`;
    return [...chosen.map(ref('branch')), ...tags.map(ref('tag'))];
  }
  const of = (what: string) => `repo:${github}:${what}`;
  return [
    ...chosen.map((branch) => of(`ref:refs/heads/${branch}`)),
    ...tags.map((tag) => of(`ref:refs/tags/${tag}`)),
    ...environments.map((environment) => of(`environment:${environment}`)),
  ];
}
