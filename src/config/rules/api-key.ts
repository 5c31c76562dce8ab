import { type Rule, when } from './rule';

const oneKey: Rule = ({ apiKey = {}, prefect }) => {
  const { secretArn, secretName, ssmParameter } = apiKey;
  const sources = Object.entries({ secret_arn: secretArn, secret_name: secretName, ssm_parameter: ssmParameter })
    .filter(([, value]) => value !== undefined)
    .map(([field]) => field);
  const [source] = sources;
  const creates = { version: apiKey.version, store: apiKey.store };
  const ofSecrets = { json_key: apiKey.jsonKey, version_stage: apiKey.versionStage, version_id: apiKey.versionId };
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
    ...Object.entries(ofSecrets).flatMap(([field, value]) =>
      when(
        value !== undefined && secretArn === undefined && secretName === undefined,
        ['api_key', field],
        'must be left out where no secret of Secrets Manager is named: secret_arn or secret_name',
      ),
    ),
    ...when(
      apiKey.versionStage !== undefined && apiKey.versionId !== undefined,
      ['api_key', 'version_stage'],
      'must be left out beside version_id, which names the version already',
    ),
  ];
};

export const API_KEY_RULES: readonly Rule[] = [oneKey];
