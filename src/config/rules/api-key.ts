import { type ConfigRule as Rule, when } from './rule';
import { partFits, placesOf } from './secret-source';

const oneKey: Rule = ({ apiKey = {}, prefect, preset }) => {
  const sources = placesOf(apiKey);
  const [source] = sources;
  const creates = { version: apiKey.version, store: apiKey.store };
  return [
    ...when(
      prefect.auth === 'none' && Object.values(apiKey).some((value) => value !== undefined),
      ['api_key'],
      'must be left out with prefect.auth: none',
      'where it comes from a base, take it away: api_key: null',
    ),
    ...when(sources.length > 1, ['api_key'], `must name one place, not ${sources.join(' and ')}`),
    ...Object.entries(creates).flatMap(([field, value]) =>
      when(
        source !== undefined && value !== undefined,
        ['api_key', field],
        `must be left out beside ${source}: it is about the secret that this stack would create`,
      ),
    ),
    ...when(
      preset === 'reference' &&
        source === undefined &&
        apiKey.version !== undefined &&
        apiKey.store !== 'ssm_parameter',
      ['api_key', 'version'],
      'must be left out with preset: reference, which keeps the key in the state and so stores every new one by itself',
    ),
    ...partFits(apiKey, ['api_key']),
  ];
};

export const API_KEY_RULES: readonly Rule[] = [oneKey];
