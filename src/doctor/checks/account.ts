import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Aws, Provider } from '../aws';
import { type Finding, ok, problem, unread } from '../finding';
import { shortened } from '../known-causes';

/** Whose credentials these are: nothing else can be looked at without an account, or in the wrong one. */
export interface Identity {
  readonly finding: Finding;
  readonly account?: string;
  readonly partition?: string;
}

const SUBJECT = 'account';

export async function identify(aws: Aws, { allowedAccounts, roles }: Provider): Promise<Identity> {
  try {
    const { Account = '', Arn = '' } = await aws.sts.send(new GetCallerIdentityCommand({}));
    if (allowedAccounts.length > 0 && !allowedAccounts.includes(Account)) {
      return { finding: otherAccount(Account, allowedAccounts) };
    }
    return { finding: ok(SUBJECT, `${Arn} in ${aws.region}`), account: Account, partition: Arn.split(':')[1] };
  } catch (error) {
    const wayOut =
      roles.length === 0
        ? 'Log in (aws sso login, aws configure, or AWS_PROFILE), and try again.'
        : `Log in with credentials that may assume ${roles.map(({ role_arn: arn }) => arn).join(', then ')}.`;
    return { finding: unread(SUBJECT, `there are no valid AWS credentials: ${shortened(textOf(error))}`, wayOut) };
  }
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
