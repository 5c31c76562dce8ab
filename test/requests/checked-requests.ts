import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { SentRequest } from '../transitions/recorder';

/** A request as AWS's own model of the service sees it. */
export interface CheckedRequest {
  /** As IAM has it: ecs:CreateCluster. */
  readonly action: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** What the model does not take. */
  readonly faults: readonly string[];
}

/** Holds requests against the models that botocore has; with moto, it comes with the emulator. */
export function checked(requests: readonly SentRequest[]): CheckedRequest[] {
  const { status, stdout, stderr } = spawnSync('python3', [join(__dirname, 'check.py')], {
    input: JSON.stringify(requests),
    encoding: 'utf8',
    maxBuffer: 200_000_000,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** Those that Terraform's provider sent, not a person with AWS's CLI. */
export function ofProvider(requests: readonly SentRequest[]): SentRequest[] {
  return requests.filter(({ headers }) => /terraform-provider-aws/.test(headers['user-agent'] ?? ''));
}
