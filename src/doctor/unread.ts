import { type Finding, unread } from './finding';
import { shortened } from './known-causes';
import { PrefectError } from './prefect-api';

/** The name under which AWS's services say that the caller lacks a permission. */
const DENIED = /^(?:AccessDenied\w*|UnauthorizedOperation|NotAuthorized\w*|403|Forbidden)$/;

/** The name that an error of AWS's SDK has. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

export function isDenied(error: unknown): boolean {
  return DENIED.test(nameOf(error)) || (/^Unknown/.test(nameOf(error)) && statusOf(error) === 403);
}

/** An answer to HEAD has no body, and so no name but its status. */
function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

/** What a service answers when the thing that was asked for does not exist. */
export function isMissing(error: unknown): boolean {
  return /(?:NotFound\w*|NoSuchEntity\w*|NoSuchBucket|NonExistentQueue|QueueDoesNotExist|ParameterNotFound)$/.test(
    nameOf(error),
  );
}

/** Looks at something; what AWS refuses or does not answer is a finding as well. */
export async function looking(
  subject: string,
  action: string,
  look: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    if (!isFromOutside(error)) throw error;
    return [unreadBecause(subject, action, error)];
  }
}

/** Reads something; what AWS or Prefect refuses or does not answer is noted, and undefined. */
export async function reading<Data>(
  subject: string,
  action: string,
  unread: string[],
  read: () => Promise<Data>,
): Promise<Data | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!isFromOutside(error)) throw error;
    unread.push(`${subject}: ${unreadBecause(subject, action, error).seen}`);
    return undefined;
  }
}

export function unreadBecause(subject: string, action: string, error: unknown): Finding {
  if (isDenied(error)) {
    // Most services name the action that was refused; a look may need several.
    const refused = /is not authorized to perform: ([\w-]+:\w+)/.exec(String(error))?.[1] ?? action;
    return unread(subject, `these credentials may not call ${refused}`, `Allow ${refused}, or ask someone who may.`);
  }
  if (error instanceof PrefectError) return unread(subject, `Prefect answers: ${error.message}`, 'Try again.');
  const text = error instanceof Error ? `${error.name}: ${error.message || causeOf(error)}` : String(error);
  return unread(subject, `${action} was not answered: ${shortened(text)}`, 'Check the network, and try again.');
}

/** Whether it is the answer of a service, or that none came: everything else is a bug of this command. */
export function isFromOutside(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('$metadata' in error || 'errors' in error || error instanceof PrefectError) return true;
  return error.name === 'CredentialsProviderError' || isOutOfReach(error);
}

/** Whether nothing answered. */
export function isOutOfReach(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'TimeoutError') return true;
  const first = 'errors' in error && Array.isArray(error.errors) ? error.errors[0] : error;
  return /^(?:E[A-Z]+|UND_ERR_\w+)$/.test(String((first as NodeJS.ErrnoException | undefined)?.code));
}

function causeOf(error: Error): string {
  const inner = 'errors' in error && Array.isArray(error.errors) ? error.errors[0] : error.cause;
  return inner instanceof Error ? inner.message : '';
}
