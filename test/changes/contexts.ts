import { join } from 'node:path';
import type { Environment } from '../../src/environment/environment';
import { environmentOf } from '../helpers/stack-files';
import { OPTIONS, type Option, optionsIn, stackFile } from '../pairwise/options';
import { accepted, addition, type Probe, probesOf } from './probes';

type Fields = Readonly<Record<string, unknown>>;

/** A stack file that is applied, and what is then changed in it. */
export interface Context {
  readonly words: string;
  readonly environment: Environment;
  readonly probes: readonly Probe[];
}

/** What the emulator cannot apply, or what has no resource in AWS to look at, and why. */
const NOT_APPLIED: Readonly<Record<string, string>> = {
  'region: China': 'one emulator is one partition',
  'region: GovCloud': 'as China',
  'account: as another role': 'the emulator has no such role',
  'format: HCL': 'the same document in another form, which test/hcl compares',
  'pool: managed': 'Prefect’s own provider is not at hand where tests run',
  'region: another':
    'a network of the tests is in one region; what a change does stands in test/changes/regions.test.ts',
};

/** An apply that waits ends only with one task, and the provider waits half a minute for each queue. */
const QUICK: Fields = { service: { wait_for_steady_state: false }, crash_detection: { enabled: false } };

export const STACKS: readonly Option[] = [...optionsIn(join(__dirname, 'stacks.yaml')), ...OPTIONS].filter(
  ({ words, fields }) => !(words in NOT_APPLIED) && (Object.keys(fields).length > 0 || words.startsWith('required')),
);

/** How many stack files are added to one that is applied, so that one plan is not of too many. */
const ADDED_AT_ONCE = 30;

/** The options as stack files in a network that exists, each with every field of its own changed and removed. */
export function contextsOf(options: readonly Option[], network: Fields): Context[] {
  return options.flatMap((option, index): Context[] => {
    const name = `c${index}`;
    const file = merged(option, network);
    const top = isBase(option) ? file : option.fields;
    const probes = probesOf(file, top, name);
    return probes.length === 0 ? [] : [{ words: option.words, environment: environmentOf(file, name), probes }];
  });
}

/** The required fields alone, with all fields of an option added at once. */
export function additionsOf(options: readonly Option[], network: Fields): Context[] {
  const added = options.filter((option) => !isBase(option));
  return [true, false].flatMap((withQueues) => {
    const alike = added.filter((option) => isAboutQueues(option) === withQueues);
    return inBatches(alike, ADDED_AT_ONCE).map((batch, index): Context => {
      const name = `${withQueues ? 'q' : 'a'}${index}`;
      const words = withQueues ? 'with queues' : 'without queues';
      const base = merged({ question: '', words: withQueues ? 'queues' : '', fields: {} }, network);
      const probes = batch.flatMap((option): Probe[] => {
        const environment = accepted(merged(option, network), name);
        return environment === undefined ? [] : [addition(option.words, option.fields, environment)];
      });
      return { words, environment: environmentOf(base, name), probes };
    });
  });
}

export function inBatches<Item>(items: readonly Item[], size: number): (readonly Item[])[] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}

function isBase({ words }: Option): boolean {
  return words.startsWith('required');
}

function isAboutQueues({ words }: Option): boolean {
  return /queue|crash|alarm|own ones|kept tidy/.test(words);
}

function merged(option: Option, network: Fields): Fields {
  const file = stackFile([option]);
  const service = { ...(QUICK['service'] as Fields), ...(file['service'] as Fields | undefined) };
  const given = { ...file, ...('vpc_id' in option.fields ? {} : network) };
  const withoutQueues = { ...(isAboutQueues(option) ? {} : QUICK), ...given };
  const quick = { ...withoutQueues, service };
  return accepted(quick, 'quick') === undefined ? withoutQueues : quick;
}
