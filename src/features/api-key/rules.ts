import { noEffect, noEffectAt, pathsInFile, type Rule, when } from '../../environment/rule';
import { NO_SECRET, partFits } from '../secrets/rules';

const GROUP = 'api_key';

const oneKey: Rule = (environment) => {
  const { apiKey, preset } = environment;
  const sources = pathsInFile(environment, [GROUP], ['secret_arn', 'secret_name', 'ssm_parameter']).map(
    (path) => path[1],
  );
  const [source] = sources;
  const isGroupInFile = Object.keys(environment.fileValue([GROUP]) ?? {}).length > 0;
  return [
    ...noEffect(
      apiKey.from === 'nowhere' && isGroupInFile,
      [GROUP],
      'with prefect.auth: none there is no key',
      'set api_key: null if it comes from a base',
    ),
    ...when(
      sources.length > 1,
      [GROUP],
      'set exactly one of: secret_arn, secret_name, ssm_parameter',
      `remove ${sources.slice(1).join(' and ')}`,
    ),
    ...pathsInFile(environment, [GROUP], ['version', 'store']).flatMap((path) =>
      noEffect(source !== undefined, path, 'it applies only to a secret that this stack creates', `remove ${source}`),
    ),
    ...pathsInFile(environment, [GROUP], ['version']).flatMap((path) =>
      noEffect(
        preset === 'reference' && apiKey.from === 'input' && apiKey.store === 'secret',
        path,
        'with preset: reference the key is in the state, and each apply stores a new key',
      ),
    ),
  ];
};

const partIsThere: Rule = (environment) => {
  const { apiKey } = environment;
  if (apiKey.from === 'existing') return partFits(apiKey.source, [GROUP]);
  return pathsInFile(environment, [GROUP], ['json_key', 'version_stage', 'version_id']).flatMap((path) =>
    noEffectAt(path, NO_SECRET),
  );
};

export const API_KEY_RULES: readonly Rule[] = [oneKey, partIsThere];
