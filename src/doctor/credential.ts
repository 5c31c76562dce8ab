import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { type Aws, inRegionOf } from './aws';
import type { Credential } from './prefect-api';
import { fault, type SecretReference, secretReference, valueOfKey } from './secret-value';
import { isKnown } from './terraform-value';
import { isDenied, isMissing } from './unread';
import { secretOf, type WorkerTask } from './workers';

const KINDS = { PREFECT_API_KEY: 'api key', PREFECT_API_AUTH_STRING: 'auth string' } as const;

/** The variable that the worker has its credential in. */
export type CredentialName = keyof typeof KINDS;

/** How reading the worker's own credential ended. Its value goes into a header of HTTP, and nowhere else. */
export type WorkerCredential =
  | { readonly state: 'none' }
  | { readonly state: 'read'; readonly name: CredentialName; readonly value: string }
  | { readonly state: 'denied' | 'missing' | 'no-value' | 'no-key' | 'later'; readonly name: CredentialName };

function credentialName(task: WorkerTask): CredentialName | undefined {
  return (Object.keys(KINDS) as CredentialName[]).find((name) => secretOf(task, name) !== undefined);
}

/** Reads what the worker is given, if the caller may. */
export async function readCredential(aws: Aws, task: WorkerTask): Promise<WorkerCredential> {
  const name = credentialName(task);
  if (name === undefined) return { state: 'none' };
  const reference = secretReference(secretOf(task, name) as string);
  // Before the first apply it has no name yet.
  if (!isKnown(reference.id)) return { state: 'later', name };
  try {
    const value = await secretValue(inRegionOf(aws, reference.id), reference);
    return value === undefined ? { state: 'no-key', name } : { state: 'read', name, value };
  } catch (error) {
    if (isDenied(error)) return { state: 'denied', name };
    if (isMissing(error)) return { state: String(error).includes('value') ? 'no-value' : 'missing', name };
    throw error;
  }
}

/** What a secret holds; undefined where its JSON does not have the key. */
async function secretValue({ ssm, secrets }: Aws, reference: SecretReference): Promise<string | undefined> {
  if (reference.kind === 'parameter') {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: reference.id, WithDecryption: true }));
    return Parameter?.Value ?? '';
  }
  const { id: SecretId, version, jsonKey } = reference;
  const VersionId = version !== undefined && isKnown(version) ? version : undefined;
  const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId, VersionId }));
  return jsonKey === undefined ? SecretString : valueOfKey(SecretString, jsonKey);
}

/** The worker's own credential if it can be used, or else the caller's of the same kind. */
export function usableCredential(worker: WorkerCredential, env: NodeJS.ProcessEnv): Credential | undefined {
  if (worker.state === 'none') return undefined;
  const { name } = worker;
  if (worker.state === 'read' && fault(worker.value) === undefined) return { kind: KINDS[name], value: worker.value };
  const own = env[name]?.trim();
  return own ? { kind: KINDS[name], value: own } : undefined;
}
