import type { Row } from '../pairwise/planned';
import { chosenForDocuments } from './chosen';
import { additionsOf, contextsOf } from './contexts';
import { OF_TERRAFORM_ALONE, type PlannedChange, unsaidBy } from './effects';
import { mentionsIn } from './mentions';
import { isPoolChanged } from './pool';
import { rowOf } from './rows';

const OPTIONS = chosenForDocuments();

const NETWORK = {
  vpc_id: 'vpc-0a1b2c3d4e5f60718',
  worker_subnets: ['subnet-0a1b2c3d4e5f60718', 'subnet-0a1b2c3d4e5f60719'],
};

/**
 * What of changes.test.ts needs no Terraform: whether a resource that changes is replaced only a plan says, so either will
 * do here.
 */
test('a field that is changed, added or removed creates, deletes and changes what it says', () => {
  const contexts = [...additionsOf(OPTIONS, NETWORK), ...contextsOf(OPTIONS, NETWORK)];
  const faults = contexts.flatMap(({ words, environment, probes }) => {
    const before = rowOf(environment, environment.name);
    return probes.flatMap((probe, index) => {
      const after = rowOf(probe.environment, `${environment.name}-${index}`);
      const unsaid = unsaidOf(probe.effects, before, after);
      return unsaid.length === 0
        ? []
        : [`${words}: ${probe.kind} ${probe.words} (${probe.effects.join(', ')}): ${unsaid.join('; ')}`];
    });
  });
  expect(contexts.length).toBeGreaterThan(0);
  expect(faults).toEqual([]);
});

function unsaidOf(effects: Parameters<typeof unsaidBy>[0], before: Row, after: Row): string[] {
  const saidOf = (changed: readonly string[]) => {
    const changes = changesBetween(before, after, changed);
    return unsaidBy(effects, changes, isPoolChanged(before, after, changes));
  };
  const [inPlace, replaced] = [saidOf(['update']), saidOf(['create', 'delete'])];
  return inPlace.filter((one) => replaced.includes(one.replace(/ update$/, ' create and delete')));
}

function changesBetween(before: Row, after: Row, changed: readonly string[]): PlannedChange[] {
  const [were, are] = [resourcesOf(before), resourcesOf(after)];
  return [...new Set([...were.keys(), ...are.keys()])].flatMap((address): PlannedChange[] => {
    const [was, is] = [were.get(address), are.get(address)];
    if (was === is) return [];
    if (was === undefined) return [{ address, actions: ['create'] }];
    return [{ address, actions: is === undefined ? ['delete'] : changed }];
  });
}

/** The resources of a document by address, with all of them that AWS sees. */
function resourcesOf({ document, inputs }: Row): Map<string, string> {
  const mentioned = mentionsIn(document, inputs);
  return new Map(
    Object.entries(document.resource ?? {}).flatMap(([type, blocks]) =>
      Object.entries(blocks).map(([name, block]): [string, string] => {
        const seen = JSON.stringify(Object.entries(block).filter(([attribute]) => !OF_TERRAFORM_ALONE.has(attribute)));
        // Containers stand in locals; elsewhere a list that is mentioned may differ in what is not used of it.
        const others = type === 'aws_ecs_task_definition' ? mentioned(seen) : [];
        return [`${type}.${name}`, [seen, ...others].join('\n')];
      }),
    ),
  );
}
