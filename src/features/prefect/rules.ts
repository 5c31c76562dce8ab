import type { Environment } from '../../environment/environment';
import { type Finding, type Rule, when } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import { isOwnContainer } from '../../values/api-url';
import { sourceFits } from '../secrets/rules';
import { DECIDED_SETTINGS } from './schema';

/** Whether the API is Prefect Cloud's; a URL that is looked up may be anybody's. */
export function isPrefectCloud({ prefect: { apiUrl } }: Pick<Environment, 'prefect'>): boolean {
  return apiUrl === undefined || (typeof apiUrl === 'string' && apiUrl.startsWith('https://api.prefect.cloud/'));
}

const whereTheApiIs: Rule = ({ prefect, inputs }) => {
  const cloud = { prefect_account_id: inputs.prefectAccountId, prefect_workspace_id: inputs.prefectWorkspaceId };
  return Object.entries(cloud).flatMap(([field, value]) =>
    prefect.apiUrl === undefined
      ? when(
          value === undefined,
          [field],
          'is required',
          'name the account and the workspace of Prefect Cloud, or a server of your own by prefect.api_url',
        )
      : when(
          value !== undefined,
          [field],
          'must be left out beside prefect.api_url, which is the whole URL',
          `where it comes from a base, take it away: ${field}: null`,
        ),
  );
};

const howToAuthenticate: Rule = (environment) => {
  const path = ['prefect', 'auth'];
  const auth = environment.given(path);
  if (!isPrefectCloud(environment)) {
    return when(
      auth === undefined,
      path,
      'is required for a server of your own: api_key, auth_string, or none',
      'none: the server asks for nothing. auth_string: it has PREFECT_SERVER_API_AUTH_STRING',
    );
  }
  return when(auth !== undefined && auth !== 'api_key', path, 'must be api_key: Prefect Cloud takes nothing else');
};

const urlBesideKey: Rule = ({ prefect: { apiUrl }, apiKey }) =>
  when(
    typeof apiUrl === 'object' &&
      apiUrl.keyOfApiKeySecret !== undefined &&
      (apiKey.from !== 'existing' || apiKey.source.jsonKey === undefined),
    ['prefect', 'api_url', 'key_of_api_key_secret'],
    'needs an existing secret that holds a JSON document: api_key.secret_arn or secret_name, with api_key.json_key',
  );

/** Containers of one task share its address, so behind localhost there may be a sidecar. */
const notInTheTask: Rule = ({ prefect: { apiUrl }, worker }) =>
  when(
    typeof apiUrl === 'string' && isOwnContainer(apiUrl) && Object.keys(worker.sidecars).length === 0,
    ['prefect', 'api_url'],
    'must be a host that the task reaches: this one is the task itself, where no server runs',
    'set the address by which the VPC knows the server; for a proxy beside the worker, add it to worker.sidecars',
  );

const secrets: Rule = ({ prefect: { apiUrl, caCertificate, customHeaders } }) => [
  ...(typeof apiUrl === 'object' ? sourceFits(apiUrl.secret, ['prefect', 'api_url', 'secret']) : []),
  ...sourceFits(caCertificate, ['prefect', 'ca_certificate']),
  ...sourceFits(customHeaders, ['prefect', 'custom_headers']),
];

const settings: Rule = ({ prefect, worker }) => {
  const decisions = {
    ...DECIDED_SETTINGS,
    ...(prefect.caCertificate && { CA_CERTIFICATE: 'prefect.ca_certificate' }),
  };
  return [
    ...decided(['prefect', 'settings'], prefect.settings, decisions),
    ...decided(['worker', 'environment'], worker.environment, decisions),
    ...decided(['worker', 'secrets'], worker.secrets, decisions),
  ];
};

function decided(path: Path, variables: object, decisions: Readonly<Record<string, string>>): Finding[] {
  return Object.keys(variables).flatMap((name) =>
    when(Object.hasOwn(decisions, name), [...path, name], `must not be set here: it is decided by ${decisions[name]}`),
  );
}

export const PREFECT_RULES: readonly Rule[] = [
  whereTheApiIs,
  howToAuthenticate,
  urlBesideKey,
  notInTheTask,
  secrets,
  settings,
];
