import { nearest } from '../stack-file/nearest';
import policies from './managed-policies.json';

/**
 * Managed policies of AWS by their path, without those of service-linked roles.
 * Source: aws iam list-policies --scope AWS, as moto 5.2.1 has it, 1 May 2026.
 */
const BY_PATH: Readonly<Record<string, string>> = policies;

/** What stands behind policy/ in the ARN: `service-role/AmazonECSTaskExecutionRolePolicy`. */
export function isManagedPolicy(name: string): boolean {
  return namesAndPaths().some(([path, policy]) => `${path}${policy}` === name);
}

/** The policy that is meant; often only the path is missing. */
/** So much of a name is hardly the beginning of another one by chance. */
const MOST_OF_A_NAME = 8;

export function nearManagedPolicy(name: string): string | undefined {
  const all = namesAndPaths();
  const wanted = name.replace(/^.*\//, '');
  const policies = all.map(([, policy]) => policy);
  // AmazonS3ReadOnly is the beginning of one, and more often a part of its name than a slip of another.
  const longer = policies.filter((policy) => wanted.length > MOST_OF_A_NAME && policy.startsWith(wanted));
  const close = longer.length === 1 ? longer[0] : nearest(wanted, policies);
  const [path, policy] = all.find((one) => one[1] === close) ?? [];
  return policy === undefined ? undefined : `${path}${policy}`;
}

function namesAndPaths(): [path: string, policy: string][] {
  return Object.entries(BY_PATH).flatMap(([path, names]) =>
    names.split(' ').map((policy): [string, string] => [path, policy]),
  );
}
