import type { Environment } from '../../environment/environment';
import { shellWord } from '../../runbook/shell';

/**
 * Defines `aws` in a shell so that it uses the profile and the role of the stack file; empty where there is neither.
 * Terraform must not see these credentials: it assumes the role by itself, and a role seldom may assume itself.
 */
export function shellSetUp({ aws: { profile, assumeRole }, region }: Environment): string {
  const cli = `command aws${profile === undefined ? '' : ` --profile ${shellWord(profile)}`}`;
  if (assumeRole === undefined) return profile === undefined ? '' : `aws() { ${cli} "$@"; }`;
  const { roleArn, externalId, sessionName } = assumeRole;
  const options = [
    `--region ${region}`,
    `--role-arn ${shellWord(roleArn)}`,
    `--role-session-name ${shellWord(sessionName ?? 'runbook')}`,
    ...(externalId === undefined ? [] : [`--external-id ${shellWord(externalId)}`]),
  ];
  const assignments = [
    "'AWS_ACCESS_KEY_ID=', Credentials.AccessKeyId",
    "' AWS_SECRET_ACCESS_KEY=', Credentials.SecretAccessKey",
    "' AWS_SESSION_TOKEN=', Credentials.SessionToken",
  ];
  return [
    `assumed=$(${cli} sts assume-role ${options.join(' ')} \\`,
    `  --query "join('', [${assignments.join(', ')}])" --output text)`,
    'aws() { (eval "export $assumed"; command aws "$@"); }',
  ].join('\n');
}
