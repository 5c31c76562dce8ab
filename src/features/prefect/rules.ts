import type { Environment } from '../../environment/environment';
import { decidedBy, each, type Finding, faultAt, noEffect, type Rule, warning, when } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import { apiUrlFault, CLOUD_PAGES, isOwnContainer, PREFECT_CLOUD } from '../../values/api-url';
import { inTable } from '../../values/in-table';
import { API_URL } from '../../values/limits/prefect';
import { hasPlaceholder } from '../../values/placeholder';
import { ofFlowRuns } from '../flow-runs/of-flow-runs';
import { sourceFits } from '../secrets/rules';
import { workersOf } from '../workers/workers-of';
import { DECIDED_SETTINGS } from './schema';

/** Whether the API is Prefect Cloud's; a URL that is looked up may be anybody's. */
export function isPrefectCloud({ prefect: { apiUrl } }: Pick<Environment, 'prefect'>): boolean {
  return apiUrl === undefined || (typeof apiUrl === 'string' && PREFECT_CLOUD.test(apiUrl));
}

const whereTheApiIs: Rule = ({ prefect, inputs }) => {
  const cloud = { prefect_account_id: inputs.prefectAccountId, prefect_workspace_id: inputs.prefectWorkspaceId };
  const { workspace } = prefect;
  if (workspace !== undefined && prefect.apiUrl === undefined) {
    return Object.entries(cloud).flatMap(([field, value]) =>
      noEffect(value !== undefined, [field], 'prefect.workspace is set', `set ${field}: null if it comes from a base`),
    );
  }
  const workspaceBesideUrl = noEffect(
    workspace !== undefined,
    ['prefect', 'workspace'],
    'prefect.api_url is the whole URL',
  );
  const given = Object.entries(cloud).flatMap(([field, value]) =>
    prefect.apiUrl === undefined
      ? when(
          value === undefined,
          [field],
          'is required',
          'set prefect_account_id and prefect_workspace_id, or prefect.workspace, for Prefect Cloud; or prefect.api_url for a self-hosted server',
        )
      : noEffect(
          value !== undefined,
          [field],
          'prefect.api_url is the whole URL',
          `set ${field}: null if it comes from a base`,
        ),
  );
  return [...workspaceBesideUrl, ...given];
};

const howToAuthenticate: Rule = (environment) => {
  const path = ['prefect', 'auth'];
  const auth = environment.fileValue(path);
  if (!isPrefectCloud(environment)) {
    return when(
      auth === undefined,
      path,
      'is required with prefect.api_url; allowed: api_key, auth_string, none',
      'set auth_string if the server has PREFECT_SERVER_API_AUTH_STRING, none if it has no authentication, api_key for Prefect Cloud by PrivateLink',
    );
  }
  const startsNothing = workersOf(environment).every(({ service }) => !service.create);
  return when(
    auth !== undefined && auth !== 'api_key' && !(auth === 'none' && startsNothing),
    path,
    'must be api_key for Prefect Cloud',
    'set auth: api_key, or remove it; none is available with service.create: false',
  );
};

const keyForOwnServer: Rule = ({ prefect: { apiUrl }, apiKey }) =>
  when(
    typeof apiUrl === 'object' &&
      apiUrl.keyOfApiKeySecret !== undefined &&
      (apiKey.from !== 'existing' || apiKey.source.jsonKey === undefined),
    ['prefect', 'api_url', 'key_of_api_key_secret'],
    'requires the API key in an existing secret that is a JSON document',
    'set api_key.secret_arn or api_key.secret_name, and api_key.json_key',
  );

/** Containers of one task share its address, so behind localhost there may be a sidecar. */
const notInTheTask: Rule = (environment) => {
  const { apiUrl } = environment.prefect;
  if (typeof apiUrl !== 'string' || !isOwnContainer(apiUrl)) return [];
  const alone = workersOf(environment).filter(({ container }) => Object.keys(container.sidecars).length === 0);
  const [first] = alone;
  const { flowRuns } = environment;
  const flowsHaveServer =
    flowRuns === undefined ||
    Object.keys(flowRuns.sidecars).length > 0 ||
    flowRuns.environment['PREFECT_API_URL'] !== undefined;
  return [
    ...when(
      first !== undefined,
      ['prefect', 'api_url'],
      `is the address of the task itself, where no server runs${first?.name === undefined ? '' : ` (worker ${first.name})`}`,
      `set the address of the server in the VPC; if it is a proxy in the same task, add it to ${first?.at('worker', 'sidecars').join('.')}`,
    ),
    ...warning(
      'unreachable',
      first === undefined && !flowsHaveServer,
      ['prefect', 'api_url'],
      'is the address of the task itself also for flow runs, and their tasks have no sidecar',
      'set the address of the server in the VPC in flow_runs.environment.PREFECT_API_URL, or add the proxy to flow_runs.sidecars',
    ),
  ];
};

/** What a flow run gets as its own URL of the API. */
const urlOfFlowRuns = ofFlowRuns(({ environment, sidecars }) => {
  const url = environment['PREFECT_API_URL'];
  const path = ['flow_runs', 'environment', 'PREFECT_API_URL'];
  if (typeof url !== 'string' || hasPlaceholder(url)) return [];
  const fault = CLOUD_PAGES.test(url) || API_URL.pattern.test(url) ? apiUrlFault(url) : `must be ${API_URL.allowed}`;
  return [
    ...faultAt(path, fault, `for example ${API_URL.example}`),
    ...when(
      fault === undefined && isOwnContainer(url) && Object.keys(sidecars).length === 0,
      path,
      'is the address of the task itself, where no server runs',
      'set the address of the server in the VPC; if it is a proxy in the same task, add it to flow_runs.sidecars',
    ),
  ];
});

const secrets: Rule = ({ prefect: { apiUrl, caCertificate, customHeaders } }) => [
  ...(typeof apiUrl === 'object' ? sourceFits(apiUrl.secret, ['prefect', 'api_url', 'secret']) : []),
  ...sourceFits(caCertificate, ['prefect', 'ca_certificate']),
  ...sourceFits(customHeaders, ['prefect', 'custom_headers']),
];

const settings: Rule = (environment) => {
  const { prefect } = environment;
  const decisions = {
    ...DECIDED_SETTINGS,
    ...(prefect.caCertificate && { CA_CERTIFICATE: 'prefect.ca_certificate' }),
    ...(prefect.prefetchSeconds !== undefined && { PREFECT_WORKER_PREFETCH_SECONDS: 'prefect.prefetch_seconds' }),
  };
  return [
    ...decided(['prefect', 'settings'], prefect.settings, decisions),
    ...each(workersOf(environment), ({ container, at }) => [
      ...decided(at('worker', 'environment'), container.environment, decisions),
      ...decided(at('worker', 'secrets'), container.secrets, decisions),
    ]),
  ];
};

function decided(path: Path, variables: object, decisions: Readonly<Record<string, string>>): Finding[] {
  return Object.keys(variables).flatMap((name) => decidedBy([...path, name], inTable(decisions, name)));
}

export const PREFECT_RULES: readonly Rule[] = [
  urlOfFlowRuns,
  whereTheApiIs,
  howToAuthenticate,
  keyForOwnServer,
  notInTheTask,
  secrets,
  settings,
];
