import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Plan, Terraform } from '../helpers/terraform';
import { type Row, writeTogether } from '../pairwise/planned';

/** Milliseconds: a plan holds all changes of its stack files at once, several hundred stacks. */
const PATIENCE = 1_200_000;

/** Nothing of what was to be applied was even planned. */
export class NotPlanned extends Error {}

interface Resource {
  readonly module?: string;
}

interface State {
  readonly resources: readonly Resource[];
}

export interface PlannedChanges {
  readonly plan: Plan;
  /** What Terraform says of each stack that it does not plan, by its name. */
  readonly refused: ReadonlyMap<string, string>;
}

/**
 * Applies the stacks together, and then plans every change of each from the state in which that left it. A state is
 * copied for each of its changes: what Terraform plans follows from the state and the configuration alone.
 */
export async function planChanges(
  contexts: readonly { readonly before: Row; readonly after: readonly Row[] }[],
  folder: string,
  variables: NodeJS.ProcessEnv,
): Promise<PlannedChanges> {
  const before = contexts.map((context) => context.before);
  const applied = new Terraform(writeTogether(before, folderIn(folder, 'applied')), variables, PATIENCE);
  await applied.init();
  // What the emulator does not take is missing in the state, so that the unchanged stack is not idle.
  const { output } = await applied.try('apply', '-auto-approve', '-parallelism=40');
  writeFileSync(join(applied.folder, 'apply.log'), output);
  const file = join(applied.folder, 'terraform.tfstate');
  if (!existsSync(file)) throw new NotPlanned(output.slice(output.indexOf('Error:'), output.indexOf('Error:') + 1500));
  const state: State = JSON.parse(readFileSync(file, 'utf8'));

  // Those that change nothing come first: each provider then has the same alias as in the state.
  const rows = [...before, ...contexts.flatMap(({ after }) => after)];
  const copiesOf = (kept: ReadonlySet<Row>) =>
    contexts.flatMap((context) =>
      [context.before, ...context.after]
        .filter((row) => kept.has(row))
        .flatMap((row) => copied(state.resources, context.before, row)),
    );
  const refused = new Map<string, string>();
  for (;;) {
    const kept = rows.filter(({ name }) => !refused.has(name));
    const changed = new Terraform(
      writeTogether(kept, folderIn(folder, `changed-${refused.size}`)),
      variables,
      PATIENCE,
    );
    writeFileSync(
      join(changed.folder, 'terraform.tfstate'),
      JSON.stringify({ ...state, resources: copiesOf(new Set(kept)) }),
    );
    const inited = await changed.tryInit();
    const planned =
      inited.status === 0 ? await changed.try('plan', '-out=plan', '-refresh=false', '-parallelism=20') : inited;
    if (planned.status === 0) return { plan: await changed.readPlan(), refused };
    const found = refusals(planned.output, kept);
    if (found.size === 0) throw new Error(planned.output.slice(planned.output.indexOf('\nError: ')));
    for (const [name, error] of found) refused.set(name, error);
  }
}

/** What Terraform says of each stack that it does not plan, by its name. */
function refusals(output: string, rows: readonly Row[]): Map<string, string> {
  const [, ...errors] = output.split('\nError: ');
  return new Map(
    errors.flatMap((error): [string, string][] => {
      const row = rows.find(
        (one) => error.includes(` module.${moduleOf(one)}.`) || error.includes(` on ${one.name}/main.tf.json`),
      );
      return row === undefined ? [] : [[row.name, error.slice(0, 600)]];
    }),
  );
}

function folderIn(folder: string, name: string): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  return path;
}

function copied(resources: readonly Resource[], from: Row, to: Row): Resource[] {
  const module = `module.${moduleOf(from)}`;
  return resources
    .filter((resource) => resource.module === module)
    .map((resource) => JSON.parse(JSON.stringify(resource).replaceAll(module, `module.${moduleOf(to)}`)));
}

export function moduleOf({ name }: { readonly name: string }): string {
  return name.replaceAll('-', '_');
}
