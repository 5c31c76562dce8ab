import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { shellWord } from '../../runbook/shell';
import type { Aws, Provider } from '../aws';
import { type Finding, ok, problem, unread } from '../finding';
import { shortened } from '../known-causes';
import { isOutOfReach } from '../unread';

/** Whose credentials these are: nothing else can be looked at without an account, or in the wrong one. */
export interface Identity {
  readonly finding: Finding;
  readonly account?: string;
  readonly partition?: string;
}

const SUBJECT = 'account';

export async function identify(aws: Aws, provider: Provider, env: NodeJS.ProcessEnv): Promise<Identity> {
  const { allowedAccounts } = provider;
  try {
    const { Account = '', Arn = '' } = await aws.sts.send(new GetCallerIdentityCommand({}));
    if (allowedAccounts.length > 0 && !allowedAccounts.includes(Account)) {
      return { finding: otherAccount(Account, allowedAccounts) };
    }
    return { finding: ok(SUBJECT, `${Arn} in ${aws.region}`), account: Account, partition: Arn.split(':')[1] };
  } catch (error) {
    return { finding: unidentified(error, provider, env) };
  }
}

function unidentified(error: unknown, { roles, ...provider }: Provider, env: NodeJS.ProcessEnv): Finding {
  const text = shortened(textOf(error));
  if (isOutOfReach(error)) return unread(SUBJECT, `AWS cannot be reached from here: ${text}`, 'Check the network.');
  const profile = provider.profile ?? env['AWS_PROFILE'];
  const from = profile === undefined ? '' : ` in the profile ${profile}`;
  const logIn =
    profile === undefined
      ? 'Log in (aws sso login, aws configure, or AWS_PROFILE), and try again.'
      : `Log in (aws sso login --profile ${shellWord(profile)}), or use another profile, and try again.`;
  const wayOut =
    roles.length === 0
      ? logIn
      : `Log in with credentials that may assume ${roles.map(({ role_arn: arn }) => arn).join(', then ')}.`;
  return unread(SUBJECT, `there are no valid AWS credentials${from}: ${text}`, wayOut);
}

function otherAccount(account: string, allowed: readonly string[]): Finding {
  return problem(SUBJECT, {
    id: 'wrong-account',
    seen: `these credentials are of account ${account}; nothing else was looked at`,
    cause: `The stack belongs to account ${allowed.join(' or ')}, and Terraform refuses every other.`,
    wayOut: `Use credentials of ${allowed.join(' or ')}.`,
    section: 'Before you apply',
  });
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const inner = 'errors' in error && Array.isArray(error.errors) ? String(error.errors[0]) : '';
  return `${error.name}: ${error.message || inner}`;
}
