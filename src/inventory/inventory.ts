import type { Environment } from '../environment/environment';
import { readOnce } from '../environment/watch';
import { alarms } from '../features/alarms/inventory';
import { bucket } from '../features/bucket/inventory';
import { instances } from '../features/capacity/inventory';
import { ciRole } from '../features/ci-role/inventory';
import { cluster } from '../features/cluster/inventory';
import { crashDetection } from '../features/crash-detection/inventory';
import { flowRuns } from '../features/flow-runs/inventory';
import { imageRepository } from '../features/image/inventory';
import { logs } from '../features/logs/inventory';
import { endpoints } from '../features/network/endpoint-inventory';
import { network } from '../features/network/inventory';
import { outputParameters } from '../features/outputs/inventory';
import { nameIn, userTerraform } from '../features/overrides/inventory';
import { roles } from '../features/roles/inventory';
import { secrets } from '../features/secrets/inventory';
import { serviceDiscovery } from '../features/service-discovery/inventory';
import { workPools } from '../features/work-pool/inventory';
import { workers } from '../features/worker/inventory';
import { holds } from './condition';
import type { Item } from './item';

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
  serviceDiscovery,
  bucket,
  crashDetection,
  alarms,
  flowRuns,
  imageRepository,
  ciRole,
  workPools,
  outputParameters,
  userTerraform,
];

/** Every resource block of an environment's Terraform: rules, the page, the picture and the comments ask for it. */
export const inventoryOf = readOnce((environment: Environment): readonly Item[] =>
  SUBJECTS.flatMap((subject) => subject(environment))
    .flatMap((item) => managedPolicy(item, environment))
    .map((item) => overridden(item, environment)),
);

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

/** With roles.policy_type: managed, each inline policy of a role is a managed one and its attachment. */
function managedPolicy(item: Item, { roles: { policyType } }: Environment): Item[] {
  const [type, id] = item.address.split('.');
  if (policyType !== 'managed' || type !== 'aws_iam_role_policy' || item.fromStackFile) return [item];
  const { name, condition, purpose } = item;
  return [
    { ...item, address: `aws_iam_policy.${id}`, name: name && { ...name, within: undefined } },
    { address: `aws_iam_role_policy_attachment.${id}`, purpose: `Attaches its policy: ${purpose}`, condition },
  ];
}

function overridden(item: Item, { overrides }: Environment): Item {
  const attributes = overrides[item.address];
  const { name } = attributes === undefined ? {} : nameIn(attributes, `overrides.${item.address}`);
  return name === undefined ? item : { ...item, name: { ...name, within: item.name?.within } };
}
