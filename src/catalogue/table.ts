import type { Environment } from '../environment/environment';
import { code } from '../runbook/template';
import { type Billed, billedByTheHour } from './billed';

const HEAD = `<!-- Generated from stacks/. Do not edit: the next synthesis writes it again. -->
# Environments

Each environment has a folder with its Terraform and a page for the people who operate it.

`;

const FOOT = `
Billed by the hour: what AWS charges whether a flow runs or not, at the desired count of the workers. Flow runs, logs, secrets and traffic are billed by use. Interface endpoints count once in each of their zones.
`;

type Column = readonly [head: string, cell: (environment: Environment) => string];

const COLUMNS: readonly Column[] = [
  ['Environment', ({ name }) => `[${name}](stacks/${name}/README.md) ([diagram](stacks/${name}/diagram.svg))`],
  ['Region', ({ region }) => region],
  ['Account', ({ aws }) => aws.accountId ?? '-'],
  ['Prefect', prefectInWords],
  ['Work pools', (environment) => poolsOf(environment).map(code).join(', ')],
  ['Capacity', ({ capacity }) => code(capacity.provider ?? capacity.type)],
  [
    'Workers',
    ({ inputs }) => `${inputs.workerDesiredCount} x ${inputs.workerCpu} CPU units, ${inputs.workerMemory} MiB`,
  ],
  ['Image of the worker', ({ inputs }) => code(inputs.workerImage)],
  ['Billed by the hour', (environment) => billedInWords(billedByTheHour(environment))],
];

/** The table of all environments. */
export function catalogueTable(environments: readonly Environment[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return [
    HEAD,
    row(COLUMNS.map(([head]) => head)),
    row(COLUMNS.map(() => '---')),
    ...environments.map((environment) => row(COLUMNS.map(([, cell]) => cell(environment)))),
    FOOT,
  ].join('');
}

function prefectInWords({ prefect: { apiUrl }, inputs }: Environment): string {
  if (apiUrl === undefined) return `Cloud, workspace ${code(inputs.prefectWorkspaceId ?? '')}`;
  if (typeof apiUrl === 'string') return code(apiUrl);
  return apiUrl.ssmParameter === undefined ? 'URL in a secret' : `URL in the parameter ${code(apiUrl.ssmParameter)}`;
}

function poolsOf({ inputs, workers }: Environment): string[] {
  const further = Object.values(workers).flatMap((worker) => worker.inputs.workerWorkPoolName ?? []);
  return [...new Set([inputs.workerWorkPoolName, ...further])];
}

function billedInWords({ vcpu, gigabytes, natGateways, endpoints, instances }: Billed): string {
  const parts = [
    [vcpu, 'vCPU'],
    [gigabytes, 'GB of memory'],
    [instances, instances === 1 ? 'instance' : 'instances'],
    [natGateways, natGateways === 1 ? 'NAT gateway' : 'NAT gateways'],
    [endpoints, endpoints === 1 ? 'interface endpoint' : 'interface endpoints'],
  ] as const;
  const billed = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return billed.length === 0 ? 'nothing' : billed.join(', ');
}
