import { isSecretLike } from '../features/secrets/secret-like';
import type { Fields } from '../init/answers';
import { placeOf, secretSource } from './found-task';
import type { FoundWorker } from './found-worker';
import { QUEUE_VARIABLE } from './worker-container';

const CLOUD = /^https:\/\/api\.prefect\.cloud\/api\/accounts\/([^/]+)\/workspaces\/([^/]+)\/?$/;

const URL_VARIABLE = 'PREFECT_API_URL';

export function prefectOf({ container, taskDefinition }: FoundWorker, own: Fields): Fields {
  const url = container.environment[URL_VARIABLE];
  const secret = container.secrets[URL_VARIABLE];
  const [, account, workspace] = CLOUD.exec(url ?? '') ?? [];
  return account === undefined
    ? {
        prefect: {
          api_url: secret === undefined ? url : { secret: secretSource(secret, placeOf(taskDefinition)) },
          auth: container.credential?.auth ?? 'none',
          ...own,
        },
      }
    : { prefect_account_id: account, prefect_workspace_id: workspace, prefect: own };
}

export function existingSecret({ container: { credential }, taskDefinition }: FoundWorker): Fields | undefined {
  return credential && secretSource(credential.source, placeOf(taskDefinition));
}

const OBSERVER = /^PREFECT_INTEGRATIONS_AWS_ECS_OBSERVER_/;

export function environmentOf({ container: { environment } }: FoundWorker) {
  const known = [URL_VARIABLE, 'EXTRA_PIP_PACKAGES', QUEUE_VARIABLE];
  const others = Object.entries(environment).filter(([name]) => !known.includes(name) && !OBSERVER.test(name));
  return {
    taken: Object.fromEntries(others.filter(([name, value]) => !isSecretLike(name, value))),
    left: others.filter(([name, value]) => isSecretLike(name, value)).map(([name]) => name),
  };
}
