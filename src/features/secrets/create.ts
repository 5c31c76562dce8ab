import { type ITerraformDependable, TerraformVariable, Token } from 'cdktf';
import type { StackContext } from '../../stack/context';
import { withEnd } from '../../terraform/resource-name';
import { Expression } from '../../terraform/terraform-text';
import { furtherSecretsOf, sidecarSecretsOf } from '../container/resolve';
import { validationOf } from '../inputs/create-conditions';
import type { WorkerContainer } from '../worker/resolve';
import { allWorkers } from '../workers/all-workers';
import { secretChecks } from './create-checks';
import { CreatedParameter, CreatedSecret } from './resources/created-secret';
import { existingSecret, type InjectedSecret } from './resources/secret-source';

/** A secret under the name of the environment variable that the container gets it as. */
export interface NamedSecret {
  readonly name: string;
  readonly secret: InjectedSecret;
}

export interface Secrets {
  /** What the first worker's container gets. */
  readonly injected: readonly NamedSecret[];
  /** What a worker's container gets. */
  into(container: WorkerContainer): readonly NamedSecret[];
  /** What the execution role reads beside all that, for sidecars, log drivers and registries. */
  readonly furtherReadable: readonly InjectedSecret[];
  readonly ready: readonly ITerraformDependable[];
  /** The one that holds the credential, where there is one. */
  readonly credential?: InjectedSecret;
}

/** The container's environment variable for the certificate of {@link CA_FILE}. */
export const CA_VARIABLE = 'CA_CERTIFICATE';

/** Everything that ECS injects into the worker: created here, or existing. */
export function createSecrets(context: StackContext): Secrets {
  const { environment, lookUps, aws } = context;
  const { prefect, worker, apiKey } = environment;
  const found = (name: string, source: Parameters<typeof existingSecret>[0]): NamedSecret => ({
    name,
    secret: existingSecret(source, lookUps, aws),
  });
  const credential = credentialOf(context);
  const created = Object.entries(worker.secrets)
    .filter(([, { create }]) => create)
    .map(([name, { version = 1, kmsKey }]) => ({ name, secret: createdFor(context, name, version, kmsKey) }));
  const { apiUrl } = prefect;
  const urlSource =
    typeof apiUrl !== 'object'
      ? undefined
      : apiUrl.keyOfApiKeySecret !== undefined && apiKey.from === 'existing'
        ? { ...apiKey.source, jsonKey: apiUrl.keyOfApiKeySecret }
        : apiUrl.secret;
  const shared = [
    ...(credential && apiKey.from !== 'nowhere' ? [{ name: apiKey.setting, secret: credential.secret }] : []),
    ...(urlSource ? [found('PREFECT_API_URL', urlSource)] : []),
    ...(prefect.customHeaders ? [found('PREFECT_CLIENT_CUSTOM_HEADERS', prefect.customHeaders)] : []),
    ...(prefect.caCertificate ? [found(CA_VARIABLE, prefect.caCertificate)] : []),
  ];
  const into = (container: WorkerContainer) => [
    ...shared,
    ...created.filter(({ name }) => container.secrets[name]?.create),
    ...Object.entries(container.secrets)
      .filter(([, { create }]) => !create)
      .map(([name, source]) => found(name, source)),
  ];
  return {
    injected: into(worker),
    into,
    furtherReadable: furtherReadableOf(context),
    ready: [...(credential?.ready ?? []), ...created.map(({ secret }) => secret.ready)],
    credential: credential?.secret,
  };
}

/** Of all workers: the secrets of further workers' containers too, which the first one's has not. */
function furtherReadableOf({ environment, lookUps, aws }: StackContext): InjectedSecret[] {
  const containers = allWorkers(environment).map(({ container }) => container);
  const others = containers.slice(1).flatMap(({ secrets }) => Object.values(secrets).filter(({ create }) => !create));
  const sources = containers.flatMap((main) => [...furtherSecretsOf(main), ...sidecarSecretsOf(main)]);
  return [...others, ...sources].map((source) => existingSecret(source, lookUps, aws));
}

interface Credential {
  readonly secret: InjectedSecret;
  readonly ready: readonly ITerraformDependable[];
}

function credentialOf({
  scope,
  environment,
  inputs,
  names,
  resourceNames,
  aws,
  lookUps,
}: StackContext): Credential | undefined {
  const { apiKey, behaviour } = environment;
  if (apiKey.from === 'nowhere') return undefined;
  if (apiKey.from === 'existing') return { secret: existingSecret(apiKey.source, lookUps, aws), ready: [] };
  const isKey = apiKey.setting === 'PREFECT_API_KEY';
  const of = isKey ? 'apiKeySecret' : 'authStringSecret';
  const common = {
    aws,
    value: inputs.prefectApiKey.toString(),
    kmsKeyArn: apiKey.kmsKey && lookUps.kmsKey(apiKey.kmsKey),
  };
  const id = isKey ? 'prefect_api_key' : 'prefect_api_auth_string';
  const secret =
    apiKey.store === 'ssm_parameter'
      ? new CreatedParameter(scope, id, { ...common, name: names[of], writeOnlyVersion: apiKey.version })
      : new CreatedSecret(scope, id, {
          ...common,
          name: resourceNames[of],
          recoveryWindowInDays: Token.asNumber(inputs.secretsManagerRecoveryInDays.toString()),
          writeOnlyVersion: behaviour.keepsKeyOutOfState ? apiKey.version : undefined,
        });
  return { secret, ready: [secret.ready] };
}

/** A secret of the worker's own; its value is an input that neither plan nor state keeps. */
function createdFor(
  { scope, inputs, resourceNames, aws, lookUps }: StackContext,
  variable: string,
  version: number,
  kmsKey: Parameters<typeof lookUps.kmsKey>[0] | undefined,
): CreatedSecret {
  const input = `worker_secret_${variable.toLowerCase()}`;
  const value = new Expression(`var.${input}`);
  new TerraformVariable(scope, input, {
    type: 'string',
    description: `The value of ${variable}. It goes into a secret and is kept neither in a plan nor in the state`,
    sensitive: true,
    nullable: false,
    validation: validationOf(value, secretChecks(value)),
  }).addOverride('ephemeral', true);
  return new CreatedSecret(scope, input, {
    aws,
    name: withEnd(resourceNames.workerSecret, variable),
    value: value.toString(),
    writeOnlyVersion: version,
    recoveryWindowInDays: Token.asNumber(inputs.secretsManagerRecoveryInDays.toString()),
    kmsKeyArn: kmsKey && lookUps.kmsKey(kmsKey),
  });
}
