import { givenOf, type Rule, when } from '../../environment/rule';
import { NO_SECRET, partFits } from '../secrets/rules';

const GROUP = 'api_key';

const oneKey: Rule = (environment) => {
  const { apiKey, preset } = environment;
  const sources = givenOf(environment, [GROUP], ['secret_arn', 'secret_name', 'ssm_parameter']).map((path) => path[1]);
  const [source] = sources;
  const isGroupGiven = Object.keys(environment.given([GROUP]) ?? {}).length > 0;
  return [
    ...when(
      apiKey.from === 'nowhere' && isGroupGiven,
      [GROUP],
      'must be left out with prefect.auth: none',
      'where it comes from a base, take it away: api_key: null',
    ),
    ...when(sources.length > 1, [GROUP], `must name one place, not ${sources.join(' and ')}`),
    ...givenOf(environment, [GROUP], ['version', 'store']).flatMap((path) =>
      when(
        source !== undefined,
        path,
        `must be left out beside ${source}: it is about the secret that this stack would create`,
      ),
    ),
    ...givenOf(environment, [GROUP], ['version']).flatMap((path) =>
      when(
        preset === 'reference' && apiKey.from === 'input' && apiKey.store === 'secret',
        path,
        'must be left out with preset: reference, which keeps the key in the state and so stores every new one by itself',
      ),
    ),
  ];
};

const partIsThere: Rule = (environment) => {
  const { apiKey } = environment;
  if (apiKey.from === 'existing') return partFits(apiKey.source, [GROUP]);
  return givenOf(environment, [GROUP], ['json_key', 'version_stage', 'version_id']).flatMap((path) =>
    when(true, path, NO_SECRET),
  );
};

export const API_KEY_RULES: readonly Rule[] = [oneKey, partIsThere];
