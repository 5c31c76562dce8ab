import type { Path } from '../stack-file/path';
import { nearManagedPolicy } from '../values/managed-policies';
import { dnsSuffixOf } from '../values/regions';
import { exampleAt, exampleValueAt } from './expected-shape';
import { accepts, isLimited, line, type Rejected } from './rejected';
import { fieldsAt, type PlainSchema, schemasAt } from './schema-fields';

/** For an ARN, a name may be set by a field of its own. */
export function byName(path: Path): string | undefined {
  const name = String(path.at(-1));
  const field = name.replace(/_arn$/, '_name');
  const isField = field !== name && schemasAt([...path.slice(0, -1), field]).length > 0;
  const isArn = String(exampleValueAt(path)).startsWith('arn:');
  return isField && isArn ? `set the whole ARN; for a name, set ${field} instead` : undefined;
}

/** What a text was meant for that is right in another form, or in another field. */
function inOtherField(path: Path, value: string): string | undefined {
  return (
    asSecret(path, value) ??
    asKey(path, value) ??
    inPrefectCloud(path, value) ??
    nameOrArn(path, value) ??
    asFile(path, value) ??
    besideThis(path, value) ??
    asLookUp(path, value)
  );
}

/** For an ARN a name, and for a secret's name an ARN that AWS has not finished. */
function nameOrArn(path: Path, value: string): string | undefined {
  const named = byName(path);
  if (named === undefined || !value.startsWith('arn:')) return named;
  const [, name] = /^arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:([^:]+)$/.exec(value) ?? [];
  return name === undefined
    ? undefined
    : `write the ARN as aws secretsmanager describe-secret shows it, or secret_name: ${name} instead`;
}

function asFile(path: Path, value: string): string | undefined {
  if (path[0] === 'image' && path[1] === 'packages' && /\.(txt|lock|toml)$/.test(value)) {
    return `set image.lock_file: ${value.replace(/^(-r|--requirements?) /, '')} instead`;
  }
  const isDockerfile = /(^|[/.])dockerfile(\.\w+)?$/i.test(value) && IMAGES.includes(path.at(-1));
  return isDockerfile ? asDockerfile(path, value) : undefined;
}

/** What AWS shows as a name, and no id. */
const NAME_TAG = /^(?!(vpc|subnet|sg|arn)[-_:])[A-Za-z][\w ./-]*$/;

/** A name where an id stands, of what can be looked up by its tags: a VPC, a subnet, a security group. */
function asLookUp(path: Path, value: string): string | undefined {
  const field = typeof path.at(-1) === 'number' && fieldsAt(path).length === 0 ? path.slice(0, -1) : path;
  if (!NAME_TAG.test(value) || !fieldsAt(field).includes('tags')) return undefined;
  return `write the id; or look it up by its tag: ${line(field, { tags: { Name: value } })}`;
}

/** The name of what is looked up by its tags alone. */
export function nameAsTag(path: Path, value: unknown): string | undefined {
  const group = path.slice(0, -1);
  const isLookUp =
    /^name$/i.test(String(path.at(-1))) && ['ssm_parameter', 'tags'].every((way) => fieldsAt(group).includes(way));
  return isLookUp && typeof value === 'string' && NAME_TAG.test(value)
    ? `write ${line(group, { tags: { Name: value } })}`
    : undefined;
}

/** A text in a form that is refused, or no text at all. */
export function hintForText({ path, value, written }: Rejected, ways: readonly PlainSchema[]): string | undefined {
  if (path[0] === 'acknowledge') return `write the reason, for example ${exampleAt(path)}`;
  // No text that only lacks its quotes, but for an operator of IAM.
  if (value === null)
    return path.at(-1) === 'test' && /^null$/i.test(written ?? '') ? 'write it in quotes: test: "Null"' : undefined;
  if (typeof value !== 'string') return inQuotes(path, written ?? String(value), ways);
  const other = inOtherField(path, value);
  if (other !== undefined) return other;
  const found = meantBy(path, value).find((text) => text !== undefined && text !== value && accepts(ways, text));
  return found === undefined ? undefined : `did you mean ${line(path, found)}?`;
}

/** What YAML takes for a number or a boolean. */
function inQuotes(path: Path, text: string, ways: readonly PlainSchema[]): string {
  // YAML reads 012345678901 as a number, and an account id that lost its zero is one digit short.
  const full = accepts(ways, text) ? text : [text.padStart(12, '0')].find((padded) => accepts(ways, padded));
  const inMinutes = `${text}m`;
  if (full === undefined && accepts(ways, inMinutes)) return `write ${line(path, inMinutes)} for ${text} minutes`;
  const name = path.at(-1);
  return `write it in quotes: ${typeof name === 'string' ? `${name}: ` : ''}"${full ?? text}"`;
}

/** ECS has the key of a secret's JSON, and a version, behind its ARN. */
export function asSecret(path: Path, value: string): string | undefined {
  const [, arn, ...rest] =
    /^(arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:[^:]+):([^:]*)(?::([^:]*):([^:]*))?$/.exec(value) ?? [];
  if (arn === undefined) return undefined;
  const isGroup = fieldsAt(path).includes('secret_arn');
  const fields = isGroup ? fieldsAt(path) : fieldsAt(path.slice(0, -1));
  const parts = ['json_key', 'version_stage', 'version_id'].flatMap((field, index) =>
    rest[index] && fields.includes(field) ? [[field, rest[index]]] : [],
  );
  if (isGroup) return `write ${line(path, { secret_arn: arn, ...Object.fromEntries(parts) })}`;
  return `write ${[line(path, arn), ...parts.map(([field, text]) => `${field}: ${text}`)].join(' and ')}`;
}

/** An address of a page of Prefect Cloud where one of an API stands, and handles where an ID stands. */
function inPrefectCloud(path: Path, value: string): string | undefined {
  if (path[0] === 'prefect' && path[1] === 'api_url') {
    if (/^https?:\/\/\[/.test(value)) return 'set a DNS name of the server instead of its IPv6 address';
    const [, account, workspace] = /\/accounts?\/([0-9a-f-]{36})\/workspaces?\/([0-9a-f-]{36})/i.exec(value) ?? [];
    return workspace === undefined || workspace === account
      ? undefined
      : `remove it, and set prefect_account_id: ${account} and prefect_workspace_id: ${workspace}`;
  }
  return path[0] === 'prefect_workspace_id' && /^[a-z0-9-]+\/[a-z0-9-]+$/.test(value)
    ? `for the handles of a workspace set prefect: {workspace: ${value}}, without prefect_account_id and prefect_workspace_id`
    : undefined;
}

/** A key of KMS by its alias. Those of AWS have an alias that begins with aws/, and need no field. */
function asKey(path: Path, value: string): string | undefined {
  const [, alias] = /^(?:arn:[^:]*:kms:[^:]*:[^:]*:)?(alias\/.+)$/.exec(value) ?? [];
  const field = path.findLast((part) => part === 'kms_key');
  if (alias === undefined || field === undefined) return undefined;
  if (alias.startsWith('alias/aws/')) return `remove ${field}: it is only for keys of your own`;
  return accepts(schemasAt([...path, 'alias']), alias) ? `write ${line(path, { alias })}` : undefined;
}

/** What a text may have been meant to be, the nearest first. */
function meantBy(path: Path, value: string): (string | undefined)[] {
  return [
    value.trim(),
    imageIn(path, value),
    /^\.\/(.+)/.exec(value)?.[1],
    value.replace(/^[a-z][a-z+.-]*:\/\//, ''),
    value.replace(/^[^:]+/, (service) => service.toLowerCase()),
    value.toLowerCase(),
    path.at(-1) === 'account_id' ? /\d{12}/.exec(value)?.[0] : undefined,
    /^\d{12}$/.test(value) ? `arn:aws:iam::${value}:root` : undefined,
    nameIn(path, value),
    /^.*[^/](?=\/+$)/.exec(value)?.[0],
    /[^/](?:.*[^/])?/.exec(value)?.[0],
    /^https:\/\/[^/]*console\.aws\.[^?]*\/clusters\/([^/?#]+)/.exec(value)?.[1],
    /^https:\/\/sqs\.[^/]+\/\d{12}\/(.+)$/.exec(value)?.[1],
    value.replace(/^git@([^:]+):/, 'https://$1/'),
    IMAGES.includes(path.at(-1)) ? undefined : value.replace(/^\d{12}\.dkr\.ecr\.[^/]+\//, ''),
    value.replaceAll(/^(https?:\/\/[^/]+\/|git@[^:]+:)|\.git$|\/$/g, ''),
    policyOfAws(value),
    value.replace(/^(cn\.)?com\.amazonaws\.[a-z0-9-]+\./, ''),
    uuidIn(path, value),
    path.at(-1) === 'path' ? `/${/[^/](?:.*[^/])?/.exec(value)?.[0]}/` : undefined,
    /^[\d -]+$/.test(value) ? value.replaceAll(/[ -]/g, '') : undefined,
    value.includes('/') || /(path|directory)$/.test(String(path.at(-1))) ? `/${value}` : undefined,
    /^s3:\/\/([^/]+)/.exec(value)?.[1],
    /^(fs-[0-9a-f]+)\./.exec(value)?.[1],
    /^[\d.]+$/.test(value) ? `${value}/32` : undefined,
    ...urlsMeant(value),
    /^[a-z]+$/.test(value) ? value.toUpperCase() : undefined,
    path.at(-2) === 'endpoints' ? value.toLowerCase().replaceAll(' ', '') : undefined,
    withHyphens(value, path),
    withHyphens(value, path)?.toLowerCase().replaceAll('_', '-'),
  ];
}

/** A name without accents, and with hyphens instead of spaces; a dot may be a part of what is named. */
function withHyphens(text: string, path: Path): string | undefined {
  const sign = path.length === 1 ? /[\w-]+/g : /[\w.-]+/g;
  const plain = text.normalize('NFD').replaceAll(/\p{M}/gu, '');
  const isName = text.length <= MOST_OF_A_NAME && !/[:/${]|[^\0-\x7f]/.test(plain);
  return isName ? plain.match(sign)?.join('-') : undefined;
}

/** A longer text is no name. */
const MOST_OF_A_NAME = 64;

/** A UUID that is a part of an address, or without its hyphens. In one of Prefect Cloud the account comes first. */
function uuidIn(path: Path, text: string): string | undefined {
  const found = text.toLowerCase().match(/(?<![0-9a-f])[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}(?![0-9a-f])/g) ?? [];
  const uuid = /workspace/.test(String(path.at(-1)))
    ? (found[1] ?? (found.length === 1 && !text.includes('/account') ? found[0] : undefined))
    : found[0];
  return uuid?.replaceAll('-', '').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** An address without its protocol, with that of another one, or without the path of the API. */
function urlsMeant(text: string): string[] {
  if (!text.includes('.')) return [];
  const url = /^\w+:\/\//.test(text) ? text.replace(/^ws(s?):/, 'http$1:') : `https://${text}`;
  return [url, url.replace(/^http:/, 'https:'), `${/^.*[^/]/.exec(url.replace(PAGE_OF_SERVER, ''))?.[0]}/api`];
}

/** What is behind the address of a Prefect server in the address of one of its pages, or of a route of its API. */
const PAGE_OF_SERVER =
  /\/(api\/.*|(dashboard|runs|flows|deployments|work-pools|blocks|variables|automations|events|concurrency-limits|settings|docs)(\/.*)?)$/;

/** Fields with the name of an image. */
const IMAGES: readonly unknown[] = ['base', 'image', 'worker_image'];

function asDockerfile(path: Path, value: string): string {
  const isOfFlows = path[0] === 'image' || (path[0] === 'flow_runs' && path.length === 2);
  return isOfFlows
    ? `set image.dockerfile: ${value.replace(/^\.\//, '')} instead: it is no image`
    : 'build an image from the Dockerfile, push it, and set its name';
}

/** What AWS calls something by, which is of one kind: an ARN, or the id of a thing in a VPC. */
const OF_ONE_KIND = /^(arn:|[a-z]+-[0-9a-f]{8}([0-9a-f]{9})?$)/;

/** A field that takes these takes any ARN, or any name: it is not meant by a certain one. */
const [ANY_ARN, ANY_NAME] = ['arn:aws:a:us-east-1:111122223333:a', 'a'];

/** The field beside this one that takes the value: the ARN of a parameter is no secret_arn, a subnet no vpc_id. */
function besideThis(path: Path, value: string): string | undefined {
  if (!OF_ONE_KIND.test(value)) return undefined;
  const group = path.slice(
    0,
    path.findLastIndex((part) => typeof part === 'string'),
  );
  const takes = (field: Path) => {
    const ways = schemasAt(field).filter(isLimited);
    return accepts(ways, value) && !accepts(ways, value.startsWith('arn:') ? ANY_ARN : ANY_NAME);
  };
  const field = fieldsAt(group).find((name) => takes([...group, name]));
  if (field !== undefined) return `write ${field}: ${value}`;
  const list = fieldsAt(group).find((name) => takes([...group, name, 0]));
  return list === undefined ? undefined : `write ${list}: [${value}]`;
}

/** A policy of AWS by its name alone, with its path, or in an ARN that lacks a part. */
function policyOfAws(text: string): string | undefined {
  const [, name = ''] = /^(?:arn:aws[\w-]*:iam::)?(?:aws:)?(?:policy\/)?((?:[a-z-]+\/)?[A-Z][\w-]+)$/.exec(text) ?? [];
  const path = name === '' ? undefined : nearManagedPolicy(name);
  return path === undefined ? undefined : `arn:aws:iam::aws:policy/${path}`;
}

/** The name of an image in a repository of ECR, of which the console shows the ARN. */
function imageIn(path: Path, arn: string): string | undefined {
  const [, region = '', account, repository] = /^arn:[^:]*:ecr:([^:]+):(\d{12}):repository\/(.+)$/.exec(arn) ?? [];
  if (repository === undefined || !IMAGES.includes(path.at(-1))) return undefined;
  return `${account}.dkr.ecr.${region}.${dnsSuffixOf(region)}/${repository}`;
}

/** The service that has what a field names. */
const SERVICES: readonly (readonly [fields: RegExp, service: string])[] = [
  [/queue/, 'sqs'],
  [/bucket/, 's3'],
  [/topic/, 'sns'],
  [/log_group/, 'logs'],
  [/(file_system|access_point)/, 'elasticfilesystem'],
  [/^(vpc|worker_subnets|subnets|security_group)/, 'ec2'],
];

/** The name in an ARN. The cluster of a service or a task is before its name. */
function nameIn(path: Path, arn: string): string | undefined {
  const [, , service = ''] = arn.split(':');
  const expected = SERVICES.find(([fields]) => fields.test(String(path.findLast((part) => typeof part === 'string'))));
  if (expected !== undefined && expected[1] !== service) return undefined;
  const [, cluster] = /:ecs:[^:]*:[^:]*:(?:service|task|container-instance)\/([^/]+)\//.exec(arn) ?? [];
  if (cluster !== undefined && path.includes('cluster')) return cluster;
  // A parameter is set by its ARN too: what is wrong with it is wrong with its name.
  if (!arn.startsWith('arn:') || service === 'ssm') return undefined;
  // These names have slashes themselves.
  const [, whole] = /^arn:(?:[^:]*:){4}(?:log-group:|repository\/)([^:]+)/.exec(arn) ?? [];
  return whole ?? arn.split(/[:/]/).at(-1);
}
