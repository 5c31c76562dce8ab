import type { Environment } from '../environment';
import { alarms } from './alarms';
import { cluster } from './cluster';
import { holds } from './condition';
import { crashDetection } from './crash-detection';
import { endpoints } from './endpoints';
import { flowRuns } from './flow-runs';
import { imageRepository } from './image-repository';
import { instances } from './instances';
import type { Item } from './item';
import { logs } from './logs';
import { network } from './network';
import { roles } from './roles';
import { secrets } from './secrets';
import { nameIn, userTerraform } from './user-terraform';
import { workPool } from './work-pool';
import { workers } from './worker';

/** In the order in which a person would explain them. */
const SUBJECTS: readonly ((environment: Environment) => readonly Item[])[] = [
  cluster,
  workers,
  instances,
  logs,
  secrets,
  roles,
  network,
  endpoints,
  crashDetection,
  alarms,
  flowRuns,
  imageRepository,
  workPool,
  userTerraform,
];

/** Every resource block of an environment's Terraform. */
export function inventoryOf(environment: Environment): readonly Item[] {
  return SUBJECTS.flatMap((subject) => subject(environment)).map((item) => overridden(item, environment));
}

/** What Terraform creates with the values of the stack file. */
export function createdItems(environment: Environment): readonly Item[] {
  return inventoryOf(environment).filter(({ condition }) => holds(condition, environment));
}

/** The name of what Terraform creates at an address; undefined where it creates nothing there. */
export function createdName(environment: Environment, address: string): string | undefined {
  return createdItems(environment).find((item) => item.address === address)?.name?.text;
}

/** The addresses that `terraform state list` shows for an item. */
export function instanceAddresses({ address, condition, instances: several }: Item): string[] {
  if (several === undefined) return [condition === undefined ? address : `${address}[0]`];
  if ('keys' in several) return several.keys.map((key) => `${address}["${key}"]`);
  if (several.count === undefined) return [`${address}[…]`];
  return Array.from({ length: several.count }, (_, index) => `${address}[${index}]`);
}

function overridden(item: Item, { overrides }: Environment): Item {
  const attributes = overrides[item.address];
  const { name } = attributes === undefined ? {} : nameIn(attributes, `overrides.${item.address}`);
  return name === undefined ? item : { ...item, name: { ...name, within: item.name?.within } };
}
