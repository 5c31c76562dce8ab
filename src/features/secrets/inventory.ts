import type { Environment } from '../../environment/environment';
import { type Item, nameOf } from '../../inventory/item';
import type { SecretSource } from '../../values/aws-fields';
import { furtherSecretsOf, sidecarSecretsOf } from '../container/resolve';
import type { EndpointService } from '../network/endpoint-services';

/** The credential and the secrets of worker.secrets that the stack creates. */
export function secrets(environment: Environment): readonly Item[] {
  const { apiKey, worker } = environment;
  return [
    ...(apiKey.from === 'input' ? credential(environment, apiKey) : []),
    ...Object.entries(worker.secrets)
      .filter(([, { create }]) => create)
      .flatMap(([variable, { kmsKey }]): Item[] => {
        const id = `worker_secret_${variable.toLowerCase()}`;
        return [
          {
            address: `aws_secretsmanager_secret.${id}`,
            purpose: `Secret with the value of ${variable}`,
            name: nameOf(environment, 'workerSecret', { end: `-${variable}` }),
            ownKey: kmsKey !== undefined,
          },
          { address: `aws_secretsmanager_secret_version.${id}_version`, purpose: `The value of ${variable}` },
        ];
      }),
  ];
}

type Created = Extract<Environment['apiKey'], { readonly from: 'input' }>;

function credential(environment: Environment, { setting, store, kmsKey }: Created): readonly Item[] {
  const isKey = setting === 'PREFECT_API_KEY';
  const id = isKey ? 'prefect_api_key' : 'prefect_api_auth_string';
  const what = isKey ? 'Prefect API key' : 'Prefect auth string';
  const name = nameOf(environment, isKey ? 'apiKeySecret' : 'authStringSecret');
  const ownKey = kmsKey !== undefined;
  if (store === 'ssm_parameter') {
    const { randomEnd: _, ...whole } = name;
    return [{ address: `aws_ssm_parameter.${id}`, purpose: `Parameter with the ${what}`, name: whole, ownKey }];
  }
  return [
    { address: `aws_secretsmanager_secret.${id}`, purpose: `Secret with the ${what}`, name, ownKey },
    { address: `aws_secretsmanager_secret_version.${id}_version`, purpose: `The ${what}` },
  ];
}

/** Where ECS reads a secret from. */
export type Store = Extract<EndpointService, 'secretsmanager' | 'ssm'>;

export interface ReadSecret {
  /** The environment variable; left out for what is no variable of the worker's container. */
  readonly variable?: string;
  readonly store: Store;
}

/** The secrets that the first worker's container gets from ECS, the credential first. */
export function workerSecrets({
  apiKey,
  prefect,
  worker,
}: Pick<Environment, 'apiKey' | 'prefect' | 'worker'>): ReadSecret[] {
  const { apiUrl, customHeaders, caCertificate } = prefect;
  const urlSource =
    typeof apiUrl !== 'object'
      ? undefined
      : apiUrl.keyOfApiKeySecret !== undefined && apiKey.from === 'existing'
        ? apiKey.source
        : apiUrl.secret;
  return [
    ...(apiKey.from === 'nowhere' ? [] : [{ variable: apiKey.setting, store: credentialStore(apiKey) }]),
    ...from(urlSource, 'PREFECT_API_URL'),
    ...from(customHeaders, 'PREFECT_CLIENT_CUSTOM_HEADERS'),
    ...from(caCertificate, 'CA_CERTIFICATE'),
    ...Object.entries(worker.secrets).flatMap(([variable, source]) => from(source, variable)),
  ];
}

/** Those that ECS reads for further workers, sidecars, log drivers and registries. */
export function otherSecrets({ worker, workers }: Pick<Environment, 'worker' | 'workers'>): ReadSecret[] {
  const further = Object.values(workers).map(({ container }) => container);
  return [
    ...further.flatMap(({ secrets: own }) =>
      // A created one is the first worker's too.
      Object.values(own).flatMap((source) => (source.create ? [] : from(source))),
    ),
    ...[worker, ...further].flatMap((main) =>
      [...furtherSecretsOf(main), ...sidecarSecretsOf(main)].flatMap((source) => from(source)),
    ),
  ];
}

/** Those of flow runs and their sidecars. */
export function flowRunSecrets({ flowRuns }: Pick<Environment, 'flowRuns'>): ReadSecret[] {
  if (flowRuns === undefined) return [];
  return [
    ...Object.entries(flowRuns.secrets).flatMap(([variable, source]) => from(source, variable)),
    ...[...furtherSecretsOf(flowRuns), ...sidecarSecretsOf(flowRuns)].flatMap((source) => from(source)),
  ];
}

function credentialStore(apiKey: Exclude<Environment['apiKey'], { readonly from: 'nowhere' }>): Store {
  if (apiKey.from === 'existing') return storeOf(apiKey.source);
  return apiKey.store === 'secret' ? 'secretsmanager' : 'ssm';
}

function from(source: SecretSource | undefined, variable?: string): ReadSecret[] {
  return source === undefined ? [] : [{ store: storeOf(source), ...(variable !== undefined && { variable }) }];
}

function storeOf({ ssmParameter }: SecretSource): Store {
  return ssmParameter === undefined ? 'secretsmanager' : 'ssm';
}
