import Table from 'cli-table3';
import type { Command } from 'commander';
import type { Environment } from '../environment/environment';
import { loadEnvironments } from '../environment/load';
import { printData } from '../problems/print-data';
import { reportWarnings } from '../problems/report';
import { foldersOf } from './folders';
import { matrixOf, matrixOption } from './matrix';
import { addCommand, type Options, outOption } from './options';
import { Printer } from './printer';

const EXAMPLES = [
  'list',
  'list --matrix',
  'list --json | jq -r ".environments[] | select(.region == \\"us-east-1\\") | .name"',
];

export function addList(program: Command): void {
  addCommand(program, 'list', EXAMPLES)
    .description('list the environments, as a table or as JSON')
    .addOption(matrixOption())
    .addOption(outOption())
    .action(list);
}

function list({ matrix, ...options }: Options & { readonly matrix: boolean }): void {
  const { stacks, out } = foldersOf(options);
  const environments = loadEnvironments(stacks);
  reportWarnings(environments, options.strict);
  if (matrix) {
    printData(
      matrixOf(
        environments.map(({ name }) => ({ environment: name })),
        out,
      ),
    );
    return;
  }
  const rows = environments.map(rowOf);
  new Printer(options).data({ environments: rows }, () => table(rows));
}

/** What tells environments apart, in the words of the stack file. */
interface Row {
  readonly name: string;
  readonly region: string;
  readonly account_id?: string;
  readonly preset: string;
  readonly prefect_api?: string;
  readonly work_pools: readonly string[];
  readonly capacity: string;
  readonly worker_cpu: number;
  readonly worker_memory: number;
  readonly worker_desired_count: number;
  readonly worker_image: string;
}

function rowOf(environment: Environment): Row {
  const { name, region, preset, aws, inputs, capacity, workers } = environment;
  return {
    name,
    region,
    account_id: aws.accountId,
    preset,
    prefect_api: prefectApi(environment),
    work_pools: [
      inputs.workerWorkPoolName,
      ...Object.values(workers).flatMap((worker) => worker.inputs.workerWorkPoolName ?? []),
    ],
    capacity: capacity.type,
    worker_cpu: inputs.workerCpu,
    worker_memory: inputs.workerMemory,
    worker_desired_count: inputs.workerDesiredCount,
    worker_image: inputs.workerImage,
  };
}

/** The URL of a server, or account and workspace of Prefect Cloud by their IDs or handles; nothing where it is looked up. */
function prefectApi({ prefect, inputs }: Environment): string | undefined {
  if (prefect.workspace !== undefined) return prefect.workspace;
  if (prefect.apiUrl === undefined) return `${inputs.prefectAccountId}/${inputs.prefectWorkspaceId}`;
  return typeof prefect.apiUrl === 'string' ? prefect.apiUrl : undefined;
}

const COLUMNS: readonly (readonly [head: string, cell: (row: Row) => string])[] = [
  ['ENVIRONMENT', ({ name }) => name],
  ['REGION', ({ region }) => region],
  ['ACCOUNT', ({ account_id: account = '-' }) => account],
  ['PRESET', ({ preset }) => preset],
  ['WORK POOLS', ({ work_pools: pools }) => pools.join(', ')],
  ['CAPACITY', ({ capacity }) => capacity],
  ['TASKS', (row) => `${row.worker_desired_count} x ${row.worker_cpu}/${row.worker_memory}`],
];

function table(rows: readonly Row[]): string {
  const printed = new Table({
    head: COLUMNS.map(([head]) => head),
    chars: NO_LINES,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
  });
  for (const row of rows) printed.push(COLUMNS.map(([, cell]) => cell(row)));
  return printed.toString().replace(/(?<! ) +$/gm, '');
}

/** What programs read line by line has no frame. */
const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};
