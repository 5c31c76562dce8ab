import type { Environment } from '../environment/environment';
import type { Fields } from '../init/answers';
import { createdItems, instanceAddresses } from '../inventory/inventory';
import { lettingGo } from './cloudformation-retain';
import type { DescribedStack } from './cloudformation-stack';
import { firstChanges } from './first-changes';
import type { FoundWorker } from './found-worker';
import { imports, leadingFields, oldConfiguration } from './old-configuration';
import type { Resource } from './resource';
import { describedAs } from './stack-file-fields';
import { type Verdict, verdictsOn, type Way } from './ways';

/** How a worker that exists comes into a stack. */
export interface Adoption {
  readonly worker: FoundWorker;
  readonly way: Way;
  readonly ways: readonly Verdict[];
  /** Of the stack file. */
  readonly fields: Fields;
  readonly notTaken: readonly string[];
  /** false: there is no Terraform yet. */
  readonly isState: boolean;
  /** The stack of CloudFormation that created it. */
  readonly stack?: DescribedStack;
}

/** What exists: the resources of a Terraform state, or others. */
export interface Existing {
  readonly resources: readonly Resource[];
  readonly isState: boolean;
  /** What a Terraform configuration has looked up. */
  readonly lookedUp?: readonly Resource[];
  readonly stack?: DescribedStack;
}

/** The safest way where none is given, which is the first that is not refused. */
export function adoptionOf(
  worker: FoundWorker,
  workers: readonly FoundWorker[],
  { resources, isState, lookedUp, stack }: Existing,
  given?: Way,
): Adoption {
  const { fields, notTaken } = describedAs(worker, resources, lookedUp);
  const ways = verdictsOn(worker, workers, isState ? resources : undefined, fields);
  const way = given ?? ways.find(({ refused }) => refused === undefined)?.way ?? 'import';
  return {
    worker,
    way,
    ways,
    fields: { ...fields, ...leadingFields(worker, way) },
    notTaken,
    isState,
    ...(stack && { stack }),
  };
}

/** An address, and what happens to it. */
export interface Effect {
  readonly address: string;
  readonly what: string;
}

/** What the first plan shows, and what stays. */
export interface Outcome {
  readonly taken: readonly Effect[];
  readonly changed: readonly Effect[];
  readonly created: readonly Effect[];
  readonly left: readonly Effect[];
  /** Variables of Terraform without a value in the stack file. */
  readonly asked: readonly Effect[];
  readonly oldConfiguration: string;
}

export function outcomeOf({ worker, way, isState, stack }: Adoption, environment: Environment): Outcome {
  const ids = new Map(imports(worker).map(({ taken, id }) => [taken, id]));
  const taken = worker.taken.map((one): Effect => {
    const what = way === 'import' ? `import of ${ids.get(one)}` : `from ${one.resource.address}`;
    return { address: one.to, what };
  });
  const here = new Set(worker.taken.map(({ to }) => to));
  const created = createdItems(environment).flatMap((item) =>
    instanceAddresses(item)
      .filter((address) => !here.has(address))
      .map((address): Effect => ({ address, what: item.purpose })),
  );
  const left = worker.left.map(({ resource, because }): Effect => ({ address: resource.address, what: because }));
  return {
    taken,
    changed: firstChanges(worker, way),
    created: way === 'module' ? [] : created,
    left,
    asked: way === 'module' ? [] : apiKeyInput(environment),
    oldConfiguration: stack ? lettingGo(stack) : oldConfiguration(worker, way, environment.name, isState),
  };
}

function apiKeyInput({ apiKey }: Environment): Effect[] {
  if (apiKey.from !== 'input') return [];
  const address = `var.${apiKey.setting.toLowerCase()}`;
  return [{ address, what: `what the secret holds now, in TF_VAR_${apiKey.setting.toLowerCase()}` }];
}
