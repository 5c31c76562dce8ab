import { nearest } from '../stack-file/nearest';
import { type Path, pathInWords } from '../stack-file/path';
import { fieldsAt, fieldsOf, schemasAt } from './schema-fields';

/** Words of other tools (Terraform, Docker, Kubernetes, CloudFormation) for fields of a stack file. */
const OTHER_WORDS: Readonly<Record<string, readonly string[]>> = {
  count: ['worker_desired_count'],
  desired_count: ['worker_desired_count'],
  replicas: ['worker_desired_count'],
  desired_capacity: ['min_size'],
  env: ['environment'],
  env_vars: ['environment'],
  envs: ['environment'],
  variables: ['environment'],
  entrypoint: ['entry_point'],
  healthcheck: ['health_check'],
  labels: ['tags', 'docker_labels'],
  log_retention: ['worker_log_retention_in_days', 'retention_in_days'],
  log_retention_days: ['worker_log_retention_in_days', 'retention_in_days'],
  mounts: ['volumes'],
  privileged: ['attributes'],
  public_ip: ['assign_public_ip'],
  role_arn: ['existing'],
  security_group_ids: ['security_groups'],
  spot: ['type', 'capacity'],
  subnet_ids: ['worker_subnets', 'subnets'],
  vpc: ['vpc_id'],
  work_pool_name: ['worker_work_pool_name'],
};

const MOST_SUGGESTED = 3;

/** The fields that an unknown one at `path` may be meant for, the likeliest first: of its own group, or else of any. */
export function meantFields(path: Path): Path[] {
  const here = meantHere(path);
  return here.length > 0 ? here : meantElsewhere(path);
}

/** Those of the same group. */
export function meantHere(path: Path): Path[] {
  const group = path.slice(0, -1);
  const name = String(path.at(-1));
  const fields = fieldsAt(group);
  const close = nearest(name, fields);
  const byWord = (OTHER_WORDS[name] ?? []).filter((field) => fields.includes(field));
  const found = close !== undefined ? [close] : byWord.length > 0 ? byWord : withTheWordsOf(name, fields);
  return found.slice(0, MOST_SUGGESTED).map((field) => [...group, field]);
}

/** `cpu` is a word of `worker_cpu`. */
function withTheWordsOf(name: string, fields: readonly string[]): string[] {
  const words = name.split('_');
  return fields.filter((field) => words.every((word) => field.split('_').includes(word)));
}

function meantElsewhere(path: Path): Path[] {
  const name = String(path.at(-1));
  const names = [name, ...(OTHER_WORDS[name] ?? [])];
  const places = allFields();
  const exact = places.filter((place) => names.includes(String(place.at(-1))));
  const close = nearest(name, [...new Set(places.map((place) => String(place.at(-1))))]);
  const found = exact.length > 0 ? exact : places.filter((place) => place.at(-1) === close);
  return found
    .map((place) => ({
      place,
      shared: sharedLength(place, path),
      end: sharedLength([...place].reverse(), [...path].reverse()),
    }))
    .sort((one, other) => other.end - one.end || other.shared - one.shared || one.place.length - other.place.length)
    .filter(({ end }, _, [first]) => end === first?.end)
    .slice(0, MOST_SUGGESTED)
    .map(({ place }) => place);
}

function sharedLength(one: Path, other: Path): number {
  const differing = one.findIndex((part, index) => part !== other[index]);
  return differing < 0 ? one.length : differing;
}

let fields: readonly Path[] | undefined;

/** Every field of a stack file; NAME stands for a name of the user's. Further workers have the fields of the first. */
export function allFields(): readonly Path[] {
  fields ??= fieldsBelow([]).filter(([first]) => first !== 'workers');
  return fields;
}

function fieldsBelow(path: Path): Path[] {
  return schemasAt(path).flatMap((schema) => {
    const { def } = schema._zod;
    const named = fieldsOf(schema).map((field) => [...path, field]);
    if (def.type === 'object') return named.flatMap((field) => [field, ...fieldsBelow(field)]);
    if (def.type === 'record' && named.length === 0) return fieldsBelow([...path, 'NAME']);
    return def.type === 'array' ? fieldsBelow([...path, 0]) : named;
  });
}

/** A path without the index of a list, which stands for any. */
export function fieldInWords(path: Path): string {
  return pathInWords(path).replaceAll('[0]', '[]');
}
