import type { Path } from '../stack-file/path';
import { nearManagedPolicy } from '../values/managed-policies';
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

/** A text in a form that is refused, or no text at all. */
export function asText({ path, value, written }: Rejected, ways: readonly PlainSchema[]): string | undefined {
  if (path[0] === 'acknowledge') return `write the reason, for example ${exampleAt(path)}`;
  // No text that only lacks its quotes.
  if (value === null) return undefined;
  if (typeof value !== 'string') return inQuotes(path, written ?? String(value), ways);
  const reference = asSecret(path, value) ?? asKey(path, value);
  if (reference !== undefined) return reference;
  const named = byName(path);
  if (named !== undefined && !value.startsWith('arn:')) return named;
  if (/(^|[/.])dockerfile(\.\w+)?$/i.test(value) && IMAGES.includes(path.at(-1))) return asDockerfile(path, value);
  const beside = besideThis(path, value);
  if (beside !== undefined) return beside;
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

/** A key of KMS by its alias. Those of AWS have an alias that begins with aws/, and need no field. */
function asKey(path: Path, value: string): string | undefined {
  const [, alias] = /^(?:arn:[^:]*:kms:[^:]*:[^:]*:)?(alias\/.+)$/.exec(value) ?? [];
  const field = path.findLast((part) => /^kms_key(_id)?$/.test(String(part)));
  if (alias === undefined || field === undefined) return undefined;
  if (alias.startsWith('alias/aws/')) return `remove ${field}: it is only for keys of your own`;
  return accepts(schemasAt([...path, 'alias']), alias) ? `write ${line(path, { alias })}` : undefined;
}

/** What a text may have been meant to be, the nearest first. */
function meantBy(path: Path, value: string): (string | undefined)[] {
  return [
    value.trim(),
    value.replace(/^https?:\/\//, ''),
    value.replace(/^[^:]+/, (service) => service.toLowerCase()),
    value.toLowerCase(),
    nameIn(value),
    /^.*[^/](?=\/+$)/.exec(value)?.[0],
    /[^/](?:.*[^/])?/.exec(value)?.[0],
    /^https:\/\/sqs\.[^/]+\/\d{12}\/(.+)$/.exec(value)?.[1],
    value.replace(/^git@([^:]+):/, 'https://$1/'),
    IMAGES.includes(path.at(-1)) ? undefined : value.replace(/^\d{12}\.dkr\.ecr\.[^/]+\//, ''),
    value.replaceAll(/^(https?:\/\/[^/]+\/|git@[^:]+:)|\.git$|\/$/g, ''),
    policyOfAws(value),
    value.replace(/^(cn\.)?com\.amazonaws\.[a-z0-9-]+\./, ''),
    path.at(-2) === 'endpoints' ? value.toLowerCase().replaceAll(' ', '') : undefined,
  ];
}

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

/** The name in an ARN. */
function nameIn(arn: string): string | undefined {
  // A parameter is set by its ARN too: what is wrong with it is wrong with its name.
  return arn.startsWith('arn:') && !arn.includes(':ssm:') ? arn.split(/[:/]/).at(-1) : undefined;
}
