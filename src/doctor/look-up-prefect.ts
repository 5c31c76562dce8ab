import type { FoundInPrefect, FoundPools, FoundWorkspace } from '../init/found';
import { PrefectApi } from './prefect-api';
import { type PrefectProfile, prefectProfile } from './prefect-profile';
import { reading } from './unread';

/** Reads with a profile of Prefect's client. */
export class PrefectLookUp {
  private readonly profile: PrefectProfile;

  constructor(name: string | undefined, env: NodeJS.ProcessEnv) {
    this.profile = prefectProfile(name, env);
  }

  async found(): Promise<FoundInPrefect> {
    const { apiUrl, credential, cloudUrl } = this.profile;
    const unread = [...this.profile.unread];
    if (apiUrl !== undefined && !apiUrl.startsWith(`${cloudUrl}/`)) return { apiUrl, workspaces: [], unread };
    if (credential?.kind !== 'api key') {
      const reason = 'Prefect: there is no profile with an API key or a server: log in (prefect cloud login)';
      return { workspaces: [], unread: [...unread, reason] };
    }
    const workspaces = await reading('workspaces', 'GET /me/workspaces', unread, () => this.workspaces());
    return { workspaces: workspaces ?? [], unread };
  }

  async poolsOf(where: string | Pick<FoundWorkspace, 'account' | 'workspace'>): Promise<FoundPools> {
    const { cloudUrl, apiUrl, credential } = this.profile;
    const url = typeof where === 'string' ? where : workspaceUrl(cloudUrl, where);
    const unread: string[] = [];
    // A key is sent only to the API that it belongs to.
    const isOwn = typeof where !== 'string' || where.replace(/(?<!\/)\/+$/, '') === apiUrl;
    const api = new PrefectApi(url.replace(/(?<!\/)\/+$/, ''), isOwn ? credential : undefined);
    const pools = await reading('work pools', 'POST /work_pools/filter', unread, async () => {
      const answer = await api.filter('/work_pools', {});
      return (answer as { name: string; type: string }[]).map(({ name, type }) => ({ name, type }));
    });
    return { pools: pools ?? [], unread };
  }

  /** The one of the profile first. */
  private async workspaces(): Promise<FoundWorkspace[]> {
    const { cloudUrl, apiUrl, credential } = this.profile;
    const answer: Readonly<Record<string, string>>[] = await new PrefectApi(cloudUrl, credential).get('/me/workspaces');
    const all = answer.map((one) => ({
      account: String(one['account_id']),
      workspace: String(one['workspace_id']),
      name: `${one['account_handle']}/${one['workspace_handle']}`,
    }));
    const isOfProfile = (one: FoundWorkspace) => workspaceUrl(cloudUrl, one) === apiUrl;
    return [...all.filter(isOfProfile), ...all.filter((one) => !isOfProfile(one))];
  }
}

function workspaceUrl(cloudUrl: string, { account, workspace }: Pick<FoundWorkspace, 'account' | 'workspace'>): string {
  return `${cloudUrl}/accounts/${account}/workspaces/${workspace}`;
}
