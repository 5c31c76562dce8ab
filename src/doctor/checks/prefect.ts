import type { Context } from '../context';
import { readCredential, usableCredential, type WorkerCredential } from '../credential';
import { type Finding, ok, problem, skipped, unread } from '../finding';
import { PrefectApi, PrefectError } from '../prefect-api';
import { fault } from '../secret-value';
import { isFromOutside } from '../unread';
import { currentTask, secretOf, variableOf, type WorkerTask } from '../workers';

const SUBJECT = 'Prefect API';

/** What was found out about the API, and the API itself if it can be asked. */
export interface PrefectAccess {
  readonly findings: readonly Finding[];
  readonly api?: PrefectApi;
}

/** Whether Prefect's API can be reached from here, and whether it takes the worker's credential. */
export async function reachPrefect({ aws, workers, env }: Context): Promise<PrefectAccess> {
  const [worker] = workers;
  if (worker === undefined) return { findings: [] };
  const task = currentTask(worker);
  const url = variableOf(task, 'PREFECT_API_URL') ?? env['PREFECT_API_URL'];
  if (url === undefined) return { findings: [unknownUrl(task)] };
  const read = await readCredential(aws, task).catch(notRead);
  const credential = read && usableCredential(read, env);
  const api = new PrefectApi(url, credential);
  const notReached = await failureOf(api.get('/health'));
  if (notReached !== undefined) return { findings: [unreachable(url, notReached.error)] };
  if (credential === undefined && read?.state !== 'none') {
    return { findings: [withoutCredential(url, read, worker.live !== undefined)] };
  }
  const whose = read?.state === 'read' && fault(read.value) === undefined ? "the worker's own credential" : 'yours';
  const notTaken = await failureOf(api.filter('/work_pools', { limit: 1 }));
  if (notTaken !== undefined) return { findings: [refused(url, whose, notTaken.error)] };
  return { findings: [ok(SUBJECT, `${url} answers${credential ? `, and takes ${whose}` : ''}`)], api };
}

async function failureOf(call: Promise<unknown>): Promise<{ readonly error: unknown } | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    return { error };
  }
}

function unknownUrl(task: WorkerTask): Finding {
  const isSecret = secretOf(task, 'PREFECT_API_URL') !== undefined;
  const seen = isSecret ? 'its URL is in a secret' : 'its URL is only known after the apply';
  return unread(SUBJECT, seen, 'Set PREFECT_API_URL in the environment of this command.');
}

function withoutCredential(url: string, read: WorkerCredential | undefined, isLive: boolean): Finding {
  const seen = `${url} answers; work pool and flow runs were not looked at, for lack of a credential`;
  const name = read !== undefined && 'name' in read ? read.name : 'PREFECT_API_KEY';
  return isLive ? unread(SUBJECT, seen, `Set ${name} in the environment of this command.`) : skipped(SUBJECT, seen);
}

/** That AWS does not answer is found where the secrets are looked at. */
function notRead(error: unknown): undefined {
  if (!isFromOutside(error)) throw error;
}

/** Prefect Cloud is reachable from everywhere; a server of one's own often only from its VPC. */
function unreachable(url: string, error: unknown): Finding {
  if (!(error instanceof PrefectError)) throw error;
  if (error.status !== undefined) {
    return problem(SUBJECT, {
      id: 'api-wrong',
      seen: `${url} answers as no Prefect API does: ${error.message}`,
      cause: 'The URL is not the one of an API: that ends in /api, or in /workspaces/ID on Prefect Cloud.',
      wayOut: 'Correct prefect.api_url, or account and workspace, in the stack file.',
      section: 'When something is wrong',
    });
  }
  if (isCloud(url))
    return unread(SUBJECT, `${url} cannot be reached from here: ${error.message}`, 'Check the network.');
  return skipped(SUBJECT, `${url} cannot be reached from here, which is right for a server in a VPC`);
}

function refused(url: string, whose: string, error: unknown): Finding {
  if (!(error instanceof PrefectError)) throw error;
  const { status, message } = error;
  if (status === undefined || status >= 500) return unread(SUBJECT, `${url}: ${message}`, 'Try again.');
  return problem(SUBJECT, {
    id: status === 404 ? 'workspace-missing' : 'unauthorized',
    seen: `${url} refuses ${whose === 'yours' ? 'your credential' : whose}: ${status}`,
    cause:
      status === 404
        ? 'There is no such account or workspace.'
        : `The credential is wrong, expired or revoked, or belongs to another ${isCloud(url) ? 'workspace' : 'server'}.`,
    wayOut:
      status === 404
        ? 'Correct prefect_account_id and prefect_workspace_id.'
        : 'Check account and workspace, and rotate the key.',
    section: status === 404 ? 'Before you apply' : 'Rotate the API key',
  });
}

function isCloud(url: string): boolean {
  return /^https:\/\/[\w.-]*prefect\.cloud\//.test(url);
}
