import type { Environment } from '../../environment/environment';
import { parameterInShell, secretInShell, shellWord, workspaceUrlInShell } from '../../runbook/shell';

export function prefectView({ inputs, prefect, apiKey, region, worker }: Environment) {
  const { apiUrl } = prefect;
  return {
    api: apiUrl === undefined ? 'Prefect Cloud' : 'the Prefect API',
    ownServer: apiUrl !== undefined,
    keySetting: apiKey.from === 'nowhere' ? '' : apiKey.setting,
    // https://registry.terraform.io/providers/PrefectHQ/prefect/latest/docs, basic_auth_key
    providerKeySetting:
      apiKey.from !== 'nowhere' && apiKey.setting === 'PREFECT_API_AUTH_STRING' ? 'PREFECT_BASIC_AUTH_KEY' : '',
    apiUrlInShell: urlInShell(),
    workspaceHandle: prefect.workspace ?? '',
    accountUuid: inputs.prefectAccountId ?? '',
    workspaceUuid: inputs.prefectWorkspaceId ?? '',
    injectsSecrets: apiKey.from !== 'nowhere' || Object.keys(worker.secrets).length > 0,
  };

  function urlInShell(): string {
    if (prefect.workspace !== undefined) return `"${workspaceUrlInShell(prefect.workspace)}"`;
    if (apiUrl === undefined) {
      return `https://api.prefect.cloud/api/accounts/${inputs.prefectAccountId}/workspaces/${inputs.prefectWorkspaceId}`;
    }
    if (typeof apiUrl === 'string') return shellWord(apiUrl);
    if (apiUrl.ssmParameter !== undefined) return `"${parameterInShell(apiUrl.ssmParameter, region)}"`;
    if (apiUrl.secret !== undefined) return `"${secretInShell(apiUrl.secret, region)}"`;
    const besideKey = apiKey.from === 'existing' ? apiKey.source : {};
    return `"${secretInShell({ ...besideKey, jsonKey: apiUrl.keyOfApiKeySecret }, region)}"`;
  }
}
