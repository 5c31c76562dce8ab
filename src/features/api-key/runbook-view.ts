import { type Environment, writesKeyPastState } from '../../environment/environment';
import { secretInWords } from '../../runbook/in-words';
import { shellWord } from '../../runbook/shell';
import { code } from '../../runbook/template';
import { physicalNames, randomEndOf } from '../names/physical-names';

export function credentialView(environment: Environment) {
  const { apiKey, naming, inputs, region, prefect } = environment;
  const isKey = apiKey.from === 'nowhere' || apiKey.setting === 'PREFECT_API_KEY';
  const created = apiKey.from === 'input';
  const version = created ? apiKey.version : 0;
  const inParameter = created && apiKey.store === 'ssm_parameter';
  const input = isKey ? 'prefect_api_key' : 'prefect_api_auth_string';
  const { apiKeySecret, authStringSecret } = physicalNames(inputs.name, naming);
  return {
    credential: isKey ? 'Prefect API key' : 'Prefect auth string',
    noKey: apiKey.from === 'nowhere',
    keyAsked: created,
    keyInput: input,
    keyInParameter: inParameter,
    keyOutOfState: writesKeyPastState(environment),
    keyOrigin:
      isKey && prefect.apiUrl === undefined
        ? "in Prefect Cloud: a service account's, or your profile's *API Keys*"
        : '',
    keyPlace: apiKey.from === 'existing' ? code(secretInWords(environment)) : '',
    keyJsonPart:
      apiKey.from === 'existing' && apiKey.source.jsonKey !== undefined ? code(`:${apiKey.source.jsonKey}::`) : '',
    keyVersion: version,
    keyVersionNext: version + 1,
    keyArnInShell: keyArnInShell(isKey ? apiKeySecret : authStringSecret),
    secretField: isKey ? 'Prefect API Key Secret ARN' : 'Prefect API Auth String Secret ARN',
    rotateTitle:
      apiKey.from === 'nowhere' ? 'Rotate a secret' : isKey ? 'Rotate the API key' : 'Rotate the auth string',
    rotateAnchor: isKey ? 'rotate-the-api-key' : 'rotate-the-auth-string',
    authString: !isKey,
  };

  /** The command that shows the ARN of the created secret, the random end of its name or ARN included. */
  function keyArnInShell(name: string): string {
    if (inParameter) {
      return `aws ssm get-parameter --region ${region} --name ${shellWord(name)} --query Parameter.ARN --output text`;
    }
    return randomEndOf(isKey ? 'apiKeySecret' : 'authStringSecret', naming) > 0
      ? `aws secretsmanager list-secrets --region ${region} --filters Key=name,Values=${shellWord(`${name}-`)} --query 'SecretList[].ARN' --output text`
      : `aws secretsmanager describe-secret --region ${region} --secret-id ${shellWord(name)} --query ARN --output text`;
  }
}
