import type { Environment } from '../../environment/environment';
import { accountOf } from '../../inventory/scope';

type Connected = Pick<Environment, 'prefect' | 'inputs' | 'aws' | 'region'>;

const CLOUD = /^https:\/\/api\.prefect\.cloud\/api\/accounts\/([^/]+)\/workspaces\/([^/]+)$/i;

/** The Prefect API of an environment, with its workspace: the same for two that connect to the same one, as far as stack files tell. */
export function apiIdentity(environment: Connected): string {
  const { prefect, inputs } = environment;
  const { apiUrl, workspace } = prefect;
  if (typeof apiUrl === 'string') return ofUrl(apiUrl);
  // It is read in the account and region of the environment.
  if (apiUrl !== undefined) {
    return JSON.stringify([apiUrl, accountOf(environment).key, environment.region]);
  }
  return workspace ?? ofWorkspace(inputs.prefectAccountId, inputs.prefectWorkspaceId);
}

function ofUrl(apiUrl: string): string {
  const url = URL.canParse(apiUrl) ? new URL(apiUrl).href.replace(/\/$/, '') : apiUrl;
  const [, account, workspace] = CLOUD.exec(url) ?? [];
  return account === undefined ? url : ofWorkspace(account, workspace);
}

function ofWorkspace(...ids: (string | undefined)[]): string {
  return JSON.stringify(ids.map((id) => id?.toLowerCase()));
}
