import { join } from 'node:path';
import { Emulator, type Network } from '../helpers/emulator';
import { changes as changedAttributes } from '../helpers/emulator-gaps';
import { makeLookedUp } from '../helpers/looked-up';
import { real } from '../helpers/real';
import { scratchFolder } from '../helpers/stack-files';
import { PARAMETERS } from '../pairwise/parameters';
import type { Row } from '../pairwise/planned';
import { chosenForPlans } from './chosen';
import { additionsOf, type Context, contextsOf, inBatches } from './contexts';
import { OF_TERRAFORM_ALONE, type PlannedChange, unsaidBy } from './effects';
import { moduleOf, NotPlanned, planChanges } from './plans';
import { isPoolChanged } from './pool';
import type { Probe } from './probes';
import { keepsUniqueName, replacedFor, tableFaults } from './replacements';
import { rowOf } from './rows';

/** Stack files that are applied at once. */
const TOGETHER = 6;

/** Applies at once: each waits for most of its time. */
const AT_ONCE = 2;

jest.setTimeout(10_800_000);

real('a field of a stack file, changed', () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await Emulator.start();
  });
  afterAll(() => emulator?.stop());

  test('does in the plan what it says, and nothing else', async () => {
    const given = await emulator.network();
    const network = { vpc_id: given.vpcId, worker_subnets: given.subnets };
    const options = chosenForPlans();
    const contexts = [...additionsOf(options, network), ...contextsOf(options, network)];
    const folder = scratchFolder();
    const rows = await rowsOf(contexts, given, join(folder, 'looked-up'));
    const faults: string[] = [];
    const replaced = new Set<string>();
    let planned = 0;
    const fault = (words: string) => {
      if (faults.includes(words)) return;
      faults.push(words);
      process.stdout.write(`${words}\n`);
    };
    const look = async (batch: readonly Context[]) => {
      const found = await plansOf(batch, rows, join(folder, `${batch[0]?.environment.name}-${batch.length}`)).catch(
        asFault,
      );
      if (found instanceof NotPlanned) {
        // Only together with others, or each by itself.
        if (batch.length === 1) fault(`${batch[0]?.words}: is not planned: ${found.message}`);
        else waiting.unshift(...batch.map((context) => [context]));
        return;
      }
      tableFaults(found.resources).forEach(fault);
      for (const attribute of replacedFor(found.resources)) replaced.add(attribute);
      for (const { context, probe, error } of found.refused) {
        fault(`${context.words}: ${probe.kind} ${probe.words}: is not planned: ${error}`);
      }
      for (const { context, idle } of found.idle) {
        // What the emulator does not create is planned again in each change, and counts in none.
        if (idle.length > 0) process.stdout.write(`${context.words}: is not applied: ${idle.join(', ')}\n`);
      }
      for (const { context, probe, changes, isPool } of found.changed) {
        planned += 1;
        const unsaid = unsaidBy(probe.effects, changes, isPool);
        const { kind, words, effects, note } = probe;
        if (unsaid.length > 0) {
          fault(`${context.words}: ${kind} ${words} (${effects.join(', ')}): ${unsaid.join('; ')}`);
        }
        const refused = changes.filter(({ isRefused }) => isRefused);
        if (kind === 'changed' && refused.length > 0 && !/ with it\b| first\b/.test(note)) {
          const addresses = refused.map(({ address }) => address).join(', ');
          fault(
            `${context.words}: changed ${words}: AWS refuses ${addresses}, and the field does not say how it works`,
          );
        }
      }
      process.stdout.write(`${planned} changes planned, of the stack files to ${batch.at(-1)?.environment.name}\n`);
    };
    const waiting = inBatches(contexts, TOGETHER);
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) await look(batch);
      }),
    );
    process.stdout.write(`Resources were replaced for ${[...replaced].sort().join(', ')}\n`);
    expect(faults).toEqual([]);
  });

  /** All stacks by name, and what they look up made. */
  async function rowsOf(
    contexts: readonly Context[],
    network: Network,
    folder: string,
  ): Promise<ReadonlyMap<string, Row>> {
    const rows = contexts.flatMap(({ environment, probes }) => [
      rowOf(environment, environment.name),
      ...probes.map((probe, index) => rowOf(probe.environment, `${environment.name}-${index}`)),
    ]);
    const parameters = Object.fromEntries(
      Object.entries(PARAMETERS).flatMap(([name, value]) => [
        [name, value],
        [`${name}-2`, value],
      ]),
    );
    const networkOf = ({ document }: Pick<Row, 'document'>) =>
      Object.keys(document.data ?? {}).some((type) => /^aws_(vpc|subnets)$/.test(type)) ? 'looked_up' : 'given';
    const stacks = await makeLookedUp(emulator, folder, rows, parameters, networkOf, { given: network });
    return new Map(
      rows.map((row, index): [string, Row] => {
        const stack = stacks[index] ?? row;
        // The network that is given is there, and some of the changes give another one.
        const given = networkOf(row) === 'given' ? { document: row.document, inputs: row.inputs } : {};
        return [row.name, { ...row, ...stack, ...given }];
      }),
    );
  }

  async function plansOf(contexts: readonly Context[], rows: ReadonlyMap<string, Row>, folder: string) {
    const at = (name: string) => rows.get(name) as Row;
    const { plan, refused } = await planChanges(
      contexts.map(({ environment: { name }, probes }) => ({
        before: at(name),
        after: probes.map((_, index) => at(`${name}-${index}`)),
      })),
      folder,
      emulator.variables,
    );
    const changesOf = (row: Row): Map<string, PlannedChange> => {
      const module = `module.${moduleOf(row)}.`;
      const resource_changes = plan.resource_changes.filter(({ address }) => address.startsWith(module));
      const changed = new Set(changedAttributes({ ...plan, resource_changes }));
      return new Map(
        [...changed].flatMap((text): [string, PlannedChange][] => {
          if (OF_TERRAFORM_ALONE.has(text.split('.').at(-1) ?? '')) return [];
          const found = resource_changes.find(
            ({ address }) => text.startsWith(`${address}.`) || text.startsWith(`${address} `),
          );
          if (found === undefined) return [];
          const change = {
            address: found.address.slice(module.length),
            actions: found.change.actions,
            isRefused: keepsUniqueName(found),
          };
          return [[text.slice(module.length), change]];
        }),
      );
    };
    return {
      refused: contexts.flatMap((context) =>
        context.probes.flatMap((probe, index) => {
          const error = refused.get(`${context.environment.name}-${index}`);
          return error === undefined ? [] : [{ context, probe, error }];
        }),
      ),
      resources: plan.resource_changes,
      idle: contexts.map((context) => {
        const idle = [...changesOf(at(context.environment.name))].filter(
          ([, { actions }]) => actions.join() !== 'update',
        );
        return { context, idle: idle.map(([text]) => text) };
      }),
      changed: contexts.flatMap((context) => {
        const before = at(context.environment.name);
        const idle = changesOf(before);
        return context.probes.flatMap((probe: Probe, index) => {
          const after = at(`${context.environment.name}-${index}`);
          // What is looked up has a network of its own here, so that the stack moves into it.
          const isElsewhere = !/^(vpc_id|worker_subnets)/.test(probe.field) && isInAnotherNetwork(before, after);
          if (refused.has(after.name) || isElsewhere) return [];
          const changes = [...changesOf(after)].filter(([text]) => !idle.has(text)).map(([, change]) => change);
          return { context, probe, changes, isPool: isPoolChanged(before, after, changes) };
        });
      }),
    };
  }
});

function isInAnotherNetwork({ inputs: before }: Row, { inputs: after }: Row): boolean {
  return ['vpc_id', 'worker_subnets'].some((input) => JSON.stringify(before[input]) !== JSON.stringify(after[input]));
}

function asFault(error: unknown): NotPlanned {
  if (error instanceof NotPlanned) return error;
  throw error;
}
