import { relative } from 'node:path';
import { stringify } from 'yaml';
import type { Environment } from '../environment/environment';
import { valuesInFile, withSecretsHidden } from '../environment/merged-values';
import { type Billed, billedByTheHour } from '../inventory/billed';
import { pathInWords } from '../stack-file/path';

/** What the catalogue shows of an environment, as data. */
export interface Entry {
  readonly name: string;
  /** From the folder of stack files. */
  readonly stackFile: string;
  readonly preset: string;
  readonly region: string;
  readonly account?: string;
  readonly prefect: Prefect;
  readonly pools: readonly string[];
  readonly capacity: string;
  readonly workers: { readonly count: number; readonly cpu: number; readonly memory: number };
  readonly image: string;
  readonly billed: Billed;
  readonly settings: readonly Setting[];
  /** Left out: json. */
  readonly format?: 'hcl';
}

export interface Prefect {
  readonly kind: 'Cloud, workspace' | 'URL' | 'URL in the parameter' | 'URL in a secret';
  readonly value?: string;
}

/** A value that a stack file sets. */
export interface Setting {
  readonly field: string;
  readonly value: string;
  /** From the folder of stack files. */
  readonly file: string;
  readonly line: number;
}

export function entryOf(environment: Environment): Entry {
  const { name, stackFile, preset, region, aws, capacity, inputs } = environment;
  return {
    name,
    stackFile,
    preset,
    region,
    ...(aws.accountId !== undefined && { account: aws.accountId }),
    prefect: prefectOf(environment),
    pools: poolsOf(environment),
    capacity: capacity.provider ?? capacity.type,
    workers: { count: inputs.workerDesiredCount, cpu: inputs.workerCpu, memory: inputs.workerMemory },
    image: inputs.workerImage,
    billed: billedByTheHour(environment),
    settings: settingsOf(environment),
    ...(environment.format === 'hcl' && { format: environment.format }),
  };
}

function prefectOf({ prefect: { apiUrl }, inputs }: Environment): Prefect {
  if (apiUrl === undefined) return { kind: 'Cloud, workspace', value: inputs.prefectWorkspaceId ?? '' };
  if (typeof apiUrl === 'string') return { kind: 'URL', value: apiUrl };
  if (apiUrl.ssmParameter === undefined) return { kind: 'URL in a secret' };
  return { kind: 'URL in the parameter', value: apiUrl.ssmParameter };
}

function poolsOf({ inputs, workers }: Environment): string[] {
  const further = Object.values(workers).flatMap((worker) => worker.inputs.workerWorkPoolName ?? []);
  return [...new Set([inputs.workerWorkPoolName, ...further])];
}

const IN_ONE_LINE = { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 } as const;

function settingsOf(environment: Environment): Setting[] {
  const { file: own } = environment.origin([]);
  const folder = own.slice(0, -environment.stackFile.length);
  return withSecretsHidden(valuesInFile(environment)).map(({ path, value, origin: { file, line = 1 } }) => ({
    field: pathInWords(path),
    value: typeof value === 'string' ? value : stringify(value, IN_ONE_LINE).trimEnd(),
    file: relative(folder, file).replaceAll('\\', '/'),
    line,
  }));
}
