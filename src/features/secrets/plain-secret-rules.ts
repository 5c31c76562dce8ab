import { each, type Finding, type Rule, warningAt } from '../../environment/rule';
import type { Layers } from '../../stack-file/extends';
import { type Path, pathInWords } from '../../stack-file/path';
import { hasSecret, isSecretLike } from './secret-like';

const GROUPS = ['worker', 'workers', 'flow_runs'];

/** Mappings whose names tell what their values are. */
const VARIABLES = ['environment', 'settings', 'options', 'docker_labels', 'env', 'parameters'];

/** The groups that take text of any form. */
const WITH_TEXT = [
  ...['prefect', ...GROUPS, 'worker_extra_pip_packages', 'tags', 'capacity', 'image', 'project'],
  ...['outputs', 'overrides', 'terraform', 'acknowledge'],
];

const noPlainSecrets: Rule = (environment) =>
  each(WITH_TEXT, (group) => secretsIn(environment.fileValue([group]), group).flatMap(visible));

function visible({ path }: Text): Finding[] {
  const message =
    'looks like a secret in plain text: it is visible in this file, in what is generated from it, and where it is used';
  return warningAt('plain-secret', path, message, wayOut(path));
}

/** Of a base, those that a later file replaces or removes: they stay in version control. */
export function replacedSecrets({ files, values }: Layers): Finding[] {
  const bases = files.slice(0, -1).filter(({ values: own }) => secretsOf(own).length > 0);
  const kept = new Set(bases.length === 0 ? [] : secretsOf(values).map((secret) => JSON.stringify(secret)));
  const message = 'looks like a secret in plain text: it is visible in this file, though a later one replaces it';
  return bases.flatMap(({ file, values: own, locate }) =>
    secretsOf(own)
      .filter((secret) => !kept.has(JSON.stringify(secret)))
      .flatMap(({ path }) => warningAt('plain-secret', path, message, wayOut(path)))
      .map((finding) => ({ ...finding, origin: { file, line: locate(finding.path).line } })),
  );
}

/** By the values of a file: a base is the same one for all that extend it. */
const knownOf = new WeakMap<object, readonly Text[]>();

function secretsOf(values: Readonly<Record<string, unknown>>): readonly Text[] {
  const secrets = knownOf.get(values) ?? WITH_TEXT.flatMap((group) => secretsIn(values[group], group));
  knownOf.set(values, secrets);
  return secrets;
}

function secretsIn(value: unknown, group: string): Text[] {
  return textsIn(value, [group]).filter(({ path, text }) => isPlainSecret(path, text));
}

interface Text {
  readonly path: Path;
  readonly text: string;
}

function textsIn(value: unknown, path: Path): Text[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [
    ...(hasSecret(key) ? [{ path, text: key }] : []),
    ...textsIn(child, [...path, Array.isArray(value) ? Number(key) : key]),
  ]);
}

/** Whether a text at a path of a stack file looks like a secret: by its shape, or as a variable by its name. */
export function isPlainSecret(path: Path, text: string): boolean {
  const isVariable = VARIABLES.includes(String(path.at(-2)));
  return text !== '' && (isVariable ? isSecretLike(String(path.at(-1)), text) : hasSecret(text));
}

function wayOut(path: Path): string {
  const place = 'store the value in Secrets Manager or Parameter Store';
  const field = fieldForSecrets(path);
  return field === undefined
    ? `${place}, and read it from there at run time`
    : `${place}, and set ${pathInWords(field)} instead`;
}

/** The field that takes the same from a secret, where there is one. */
function fieldForSecrets(path: Path): Path | undefined {
  const [group, inner] = [path.slice(0, -2), path.at(-2)];
  const isVariable = inner === 'environment' || inner === 'settings';
  if (isVariable) return [...(path[0] === 'prefect' ? ['worker'] : group), 'secrets'];
  if (group.at(-1) === 'log_configuration') return [...group, 'secret_options'];
  return path[0] === 'worker_extra_pip_packages' ? ['worker', 'secrets', 'PIP_INDEX_URL'] : undefined;
}

export const PLAIN_SECRET_RULES: readonly Rule[] = [noPlainSecrets];
