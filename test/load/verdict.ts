import { type Fate, fateNamed } from './shares';

/** What is known of a flow run at the end. */
export interface EndedRun {
  readonly id: string;
  readonly name: string;
  readonly state: { readonly type: string; readonly name: string; readonly message: string | null };
  /** The types of all states that it was in. */
  readonly history: readonly string[];
  /** How many tasks were started for it. */
  readonly tasks: number;
}

const FINAL = ['COMPLETED', 'FAILED', 'CRASHED', 'CANCELLED'];

export function hasEnded({ state }: Pick<EndedRun, 'state'>): boolean {
  return FINAL.includes(state.type);
}

/** What is wrong with a flow run's end, in words; undefined: it says what happened. */
export function faultOf(run: EndedRun): string | undefined {
  const { state, tasks, history, name } = run;
  const { ends } = fateNamed(name);
  const is = `${name} is ${state.name} (${state.message ?? 'no message'})`;
  if (!hasEnded(run)) return `${is}: it is lost`;
  if (tasks > 1) return `${is}: ${tasks} tasks were started for it`;
  if (tasks === 0) return saysThatNothingStarted(run) ? undefined : `${is}, but no task was started for it`;
  if (state.type !== ends.type) return `${is}, and must be ${ends.type}`;
  if (ends.message !== undefined && !ends.message.test(state.message ?? '')) return `${is}: its message is another`;
  const ended = history.filter((type) => FINAL.includes(type));
  return ended.length > 1 ? `${is}: it ended ${ended.length} times: ${ended.join(', ')}` : undefined;
}

function saysThatNothingStarted({ state }: EndedRun): boolean {
  return state.type === 'CRASHED' && /submi|start/i.test(state.message ?? '');
}

export interface Share {
  readonly fate: Fate['name'];
  readonly runs: number;
  readonly states: Readonly<Record<string, number>>;
}

/** How many of each fate ended in which state. */
export function shares(runs: readonly EndedRun[]): Share[] {
  const fates = [...new Set(runs.map(({ name }) => fateNamed(name).name))];
  return fates.map((fate) => {
    const those = runs.filter(({ name }) => fateNamed(name).name === fate);
    const states: Record<string, number> = {};
    for (const { state } of those) states[state.name] = (states[state.name] ?? 0) + 1;
    return { fate, runs: those.length, states };
  });
}
