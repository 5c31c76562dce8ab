import { type Environment, writesKeyPastState } from '../../environment/environment';
import { secretInWords } from '../../runbook/in-words';
import { shellWord } from '../../runbook/shell';
import { code } from '../../runbook/template';
import { physicalNames, randomEndOf } from '../names/physical-names';

type ApiKey = Environment['apiKey'];

export function credentialView(environment: Environment) {
  const { apiKey, prefect } = environment;
  const isKey = isApiKey(apiKey);
  const created = apiKey.from === 'input';
  const version = created ? apiKey.version : 0;
  const existing = apiKey.from === 'existing' ? apiKey.source : undefined;
  return {
    credential: isKey ? 'Prefect API key' : 'Prefect auth string',
    noKey: apiKey.from === 'nowhere',
    keyAsked: created,
    keyInput: isKey ? 'prefect_api_key' : 'prefect_api_auth_string',
    keyInParameter: isInParameter(apiKey),
    keyOutOfState: writesKeyPastState(environment),
    keyOrigin:
      isKey && prefect.apiUrl === undefined
        ? "in Prefect Cloud: a service account's, or your profile's *API Keys*"
        : '',
    keyPlace: existing === undefined ? '' : code(secretInWords(environment)),
    keyJsonPart: existing?.jsonKey === undefined ? '' : code(`:${existing.jsonKey}::`),
    keyInJson: existing?.jsonKey === undefined ? '' : code(existing.jsonKey),
    keyVersion: version,
    keyVersionNext: version + 1,
    keyArnInShell: keyArnInShell(environment),
    secretField: isKey ? 'Prefect API Key Secret ARN' : 'Prefect API Auth String Secret ARN',
    rotateTitle:
      apiKey.from === 'nowhere' ? 'Rotate a secret' : isKey ? 'Rotate the API key' : 'Rotate the auth string',
    rotateAnchor: isKey ? 'rotate-the-api-key' : 'rotate-the-auth-string',
    authString: !isKey,
  };
}

function isApiKey(apiKey: ApiKey): boolean {
  return apiKey.from === 'nowhere' || apiKey.setting === 'PREFECT_API_KEY';
}

function isInParameter(apiKey: ApiKey): boolean {
  return apiKey.from === 'input' && apiKey.store === 'ssm_parameter';
}

/** The command that shows the ARN of the created secret, the random end of its name or ARN included. */
function keyArnInShell({ apiKey, naming, inputs, region }: Environment): string {
  const secret = isApiKey(apiKey) ? 'apiKeySecret' : 'authStringSecret';
  const name = physicalNames(inputs.name, naming)[secret];
  if (isInParameter(apiKey)) {
    return `aws ssm get-parameter --region ${region} --name ${shellWord(name)} --query Parameter.ARN --output text`;
  }
  return randomEndOf(secret, naming) > 0
    ? `aws secretsmanager list-secrets --region ${region} --filters Key=name,Values=${shellWord(`${name}-`)} --query 'SecretList[].ARN' --output text`
    : `aws secretsmanager describe-secret --region ${region} --secret-id ${shellWord(name)} --query ARN --output text`;
}
