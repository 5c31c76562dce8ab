import { billedInWords } from '../inventory/billed';
import { code } from '../runbook/template';
import type { Entry, Prefect } from './entry';

const HEAD = `<!-- Generated from stacks/. Do not edit: the next synthesis writes it again. -->
# Environments

Each environment has a folder with its Terraform and a page for the people who operate it. [index.html](index.html) has the same to search, filter and sort, with all diagrams and settings: open it in a browser.

`;

/** What the column of that name counts. */
export const BILLED_BY_THE_HOUR =
  'Billed by the hour: what AWS charges whether a flow runs or not, at the desired count of the workers. Flow runs, logs, secrets and traffic are billed by use. Interface endpoints count once in each of their zones.';

const FOOT = `\n${BILLED_BY_THE_HOUR}\n`;

type Column = readonly [head: string, cell: (entry: Entry) => string];

const COLUMNS: readonly Column[] = [
  ['Environment', ({ name }) => `[${name}](stacks/${name}/README.md) ([diagram](stacks/${name}/diagram.svg))`],
  ['Region', ({ region }) => region],
  ['Account', ({ account = '-' }) => account],
  ['Prefect', ({ prefect }) => prefectInWords(prefect)],
  ['Work pools', ({ pools }) => pools.map(code).join(', ')],
  ['Capacity', ({ capacity }) => code(capacity)],
  ['Workers', workersInWords],
  ['Image of the worker', ({ image }) => code(image)],
  ['Billed by the hour', ({ billed }) => billedInWords(billed)],
];

/** The table of all environments. */
export function catalogueTable(entries: readonly Entry[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return [
    HEAD,
    row(COLUMNS.map(([head]) => head)),
    row(COLUMNS.map(() => '---')),
    ...entries.map((entry) => row(COLUMNS.map(([, cell]) => cell(entry)))),
    FOOT,
  ].join('');
}

function prefectInWords({ kind, value }: Prefect): string {
  if (value === undefined) return kind;
  return kind === 'URL' ? code(value) : `${kind} ${code(value)}`;
}

export function workersInWords({ workers: { count, cpu, memory } }: Entry): string {
  return `${count} x ${cpu} CPU units, ${memory} MiB`;
}
