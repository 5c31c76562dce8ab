import { isReplacing } from '../../src/inventory/replacing-attributes';
import { RESOURCE_TYPES } from '../../src/inventory/resource-types';
import { isNameTaken } from '../../src/inventory/taken-names';
import type { ResourceChange } from '../helpers/terraform';

/** Attributes of which the provider judges itself whether they differ: it knows what AWS adds to them. */
const JUDGED_BY_PROVIDER = new Set(['aws_ecs_task_definition.container_definitions']);

/** Attributes that the provider works out from those of the document. */
const WORKED_OUT = new Set(['arn', 'arn_without_revision', 'id', 'revision', 'tags_all']);

/**
 * Where the table of the attributes that replace a resource (`diff` tells by it what AWS would replace) does not hold
 * in a plan: an attribute that Terraform replaces a resource for must be in it, and one that changes without that must not.
 */
export function tableFaults(changes: readonly ResourceChange[]): string[] {
  return [
    ...new Set(changes.filter(({ change }) => change.before !== null && change.after !== null).flatMap(faultsOf)),
  ];
}

/** `TYPE.ATTRIBUTE` of what a plan replaces resources for. */
export function replacedFor(changes: readonly ResourceChange[]): string[] {
  return [...new Set(changes.flatMap((one) => pathsOf(one).map((path) => `${one.type}.${path}`)))];
}

function faultsOf(resource: ResourceChange): string[] {
  const { type, change } = resource;
  const isInTable = (attribute: string) => {
    const [first = ''] = attribute.split('.');
    return isReplacing(type, {
      attribute,
      isOnBothSides: isSet(change.before?.[first]) && isSet(change.after?.[first]),
    });
  };
  const paths = pathsOf(resource);
  const missing = paths.filter((attribute) => !isInTable(attribute));
  // What is replaced for another attribute, or because its creation failed, may get a default of AWS back.
  const changed =
    change.actions.join() !== 'update'
      ? []
      : changedAttributes(known(change.before, change), known(change.after, change));
  const wrong = changed.filter((attribute) => isInTable(attribute) && !JUDGED_BY_PROVIDER.has(`${type}.${attribute}`));
  const isUnforeseen = keepsUniqueName(resource) && !isNameTaken(type, paths);
  return [
    ...(isUnforeseen ? [`${type} keeps its name, which AWS takes once, replaced for ${paths.join(', ')}`] : []),
    ...missing.map((attribute) => `${type}.${attribute} replaces the resource, and is not in the table`),
    ...wrong.map((attribute) => `${type}.${attribute} is in the table, and changes without a replacement`),
  ];
}

/** Whether a successor has the name of what is deleted only after it, and AWS takes no two of one name. */
export function keepsUniqueName({ type, change }: ResourceChange): boolean {
  const { uniqueIn, toldApartBy = ['name'] } = RESOURCE_TYPES[type] ?? {};
  if (change.actions.join() !== 'create,delete' || uniqueIn === undefined || uniqueIn === 'item') return false;
  const isSame = (attribute: string) => change.before?.[attribute] === change.after?.[attribute];
  return isSet(change.before?.['name']) && toldApartBy.every(isSame);
}

/** From the top, without the indexes of lists: `auto_scaling_group_provider.auto_scaling_group_arn`. */
function changedAttributes(before: unknown, after: unknown): string[] {
  const [were, are] = [leavesOf(before), leavesOf(after)];
  return [...new Set([...were.keys(), ...are.keys()])].filter(
    (path) => were.get(path)?.join() !== are.get(path)?.join(),
  );
}

function leavesOf(value: unknown, path = '', leaves = new Map<string, string[]>()): Map<string, string[]> {
  if (Array.isArray(value)) {
    for (const member of value) leavesOf(member, path, leaves);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) leavesOf(member, path === '' ? key : `${path}.${key}`, leaves);
  } else if (isSet(value)) {
    leaves.set(path, [...(leaves.get(path) ?? []), JSON.stringify(value)].sort());
  }
  return leaves;
}

function pathsOf({ change: { replace_paths: paths = [] } }: ResourceChange): string[] {
  return [...new Set(paths.map((path) => path.filter((part) => typeof part === 'string').join('.')))];
}

/** The attributes that a document can have, and whose value the plan knows. */
function known(values: ResourceChange['change']['before'], { after_unknown: unknown = {} }: ResourceChange['change']) {
  const all = Object.entries(values ?? {});
  return Object.fromEntries(all.filter(([name]) => !WORKED_OUT.has(name) && !isSet(unknown[name])));
}

function isSet(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).some(isSet);
  return value !== undefined && value !== null && value !== false && value !== '';
}
