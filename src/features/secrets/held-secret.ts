import type { Path } from '../../stack-file/path';

interface Refusal {
  readonly message: string;
  readonly hint: string;
}

const message =
  'must not be in a file: stack files are in version control, and everybody who reads them could use the key';

const KEY: Refusal = {
  message,
  hint: 'remove it, revoke the key, and pass a new one when Terraform asks for it: export TF_VAR_prefect_api_key (or set an existing secret: api_key.secret_arn)',
};

const AUTH_STRING: Refusal = {
  message,
  hint: 'remove it, change it, set prefect.auth: auth_string, and pass it when Terraform asks for it: export TF_VAR_prefect_api_auth_string (or set an existing secret: api_key.secret_arn)',
};

const HEADERS: Refusal = {
  message,
  hint: 'remove it, change its credentials, and set an existing secret: prefect.custom_headers',
};

const SECRET: Refusal = {
  message: 'must not contain the value of a secret: stack files are in version control',
  hint: 'remove it, change the secret, and set one of secret_arn, secret_name, ssm_parameter; in worker.secrets also create: true, and Terraform asks for the value',
};

/** Fields and environment variables that hold a credential, wherever they stand. */
const CREDENTIALS: Readonly<Record<string, Refusal>> = {
  prefect_api_key: KEY,
  PREFECT_API_KEY: KEY,
  prefect_api_auth_string: AUTH_STRING,
  auth_string: AUTH_STRING,
  PREFECT_API_AUTH_STRING: AUTH_STRING,
  PREFECT_CLIENT_CUSTOM_HEADERS: HEADERS,
};

/** Fields that name a secret, or have secrets by name. */
const NAMES_ONE: readonly string[] = ['ca_certificate', 'custom_headers', 'registry_credentials'];
const NAMES_SEVERAL: readonly string[] = ['secrets', 'secret_options'];

/** Where a field may have any name, and a secret is said in other words than ours. */
const OTHER_WORDS: readonly string[] = ['overrides', 'terraform'];

/** It names a secret, as ECS has it in valueFrom, and is none. */
const ARN_OF_SECRET =
  /^arn:aws[a-z-]*:(secretsmanager:[a-z0-9-]+:\d{12}:secret:|ssm:[a-z0-9-]+:\d{12}:parameter\/)[\w/+=.@-]+(:[\w/+=.@-]*){0,3}$/;

/** What is wrong with a secret that stands in a file, or might; undefined: nothing does. */
export function heldSecret(path: Path, value: unknown): Refusal | undefined {
  if (value === null || value === undefined) return undefined;
  const name = String(path.at(-1));
  const parent = String(path.at(-2));
  if (name === 'prefect_api_key') return KEY;
  // A secret in a list stands there as one without it would: `api_key: [VALUE]`.
  if (Array.isArray(value)) return value.map((item) => heldSecret(path, item)).find((held) => held !== undefined);
  if (typeof value === 'object') return undefined;
  if (Object.hasOwn(CREDENTIALS, name)) return CREDENTIALS[name];
  const isArn = typeof value === 'string' && ARN_OF_SECRET.test(value);
  if (name === 'api_key' && (path.length === 1 || parent === 'prefect')) return isArn ? undefined : KEY;
  if (OTHER_WORDS.includes(String(path[0]))) return undefined;
  if (isArn) return undefined;
  return isOfSecret(path) ? SECRET : undefined;
}

/** Whether what stands there says where a secret is. */
function isOfSecret(path: Path): boolean {
  return NAMES_ONE.includes(String(path.at(-1))) || NAMES_SEVERAL.includes(String(path.at(-2)));
}

/** Fields are words, and few secrets are nothing but letters. */
const WORDS = /^[A-Za-z_]+$/;

/** What is wrong with a name below a group where the value of a secret is often pasted: `api_key: {VALUE}`. */
export function heldName(group: Path, name: string | number): Refusal | undefined {
  if (typeof name === 'number' || WORDS.test(name) || OTHER_WORDS.includes(String(group[0]))) return undefined;
  if (group.join('.') === 'api_key') return KEY;
  return isOfSecret(group) ? SECRET : undefined;
}

const SOUNDS_SECRET =
  /pass(word|wd|phrase)|secret|token|credential|(api|private|access)_?key|auth_string|custom_headers|(^|_)pwd$/i;

/** In place of the fields of this group, or in a list there, a key is easily pasted. */
const IN_PLACE_OF_PREFECT = /^prefect(\[\d+\])*$/;

/** Fields below such a name that hold none themselves. */
const HARMLESS =
  /^(secrets_manager_recovery_in_days|json_key|key_of_api_key_secret|ssm_parameter|version(_id|_stage)?|store|kms_key|alias|create|token_block|sensitive)$/;

/** Whether what stands at `path`, as a report writes it, may be a secret, which must not be repeated. */
export function maybeSecret(path: string, value: unknown): boolean {
  const parts = path.split(/[.[\]]+/).filter((part) => part !== '');
  if (IN_PLACE_OF_PREFECT.test(path)) return true;
  if (parts[0] === 'names' || !parts.some((part) => SOUNDS_SECRET.test(part))) return false;
  if (HARMLESS.test(parts.at(-1) ?? '')) return false;
  // What looks like an ARN is one that is misspelt.
  return !(typeof value === 'string' && value.startsWith('arn:')) && typeof value !== 'boolean';
}
