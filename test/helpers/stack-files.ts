import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import type { Environment } from '../../src/environment/environment';
import { loadEnvironments } from '../../src/environment/load';
import { ConfigError } from '../../src/errors';

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder of its own, gone after the tests of the file. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'prefect-ecs-worker-test-'));
  folders.push(folder);
  return folder;
}

/** The required fields and nothing else. */
export const REQUIRED = {
  region: 'us-east-1',
  vpc_id: 'vpc-0c7e31f5a9d24b860',
  worker_subnets: ['subnet-0a51c9e27f3b64d80', 'subnet-0e93d7b1428c5af60'],
  prefect_account_id: '6e02a1db-07de-4760-a15d-60d8fe0b04e1',
  prefect_workspace_id: '54cdfc71-9f13-41ba-9492-e1cf24eed185',
  worker_work_pool_name: 'my-ecs-pool',
};

/** Writes files into a folder of their own; what is not text is written as YAML. */
export function folderOf(files: Readonly<Record<string, unknown>>): string {
  const folder = scratchFolder();
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' || Buffer.isBuffer(content) ? content : stringify(content));
  }
  return folder;
}

/** The environment that a stack file with the required fields and `fields` describes. */
export function environmentOf(fields: object = {}, name = 'test'): Environment {
  const files = { [`${name}.yaml`]: { ...REQUIRED, ...fields } };
  const key = JSON.stringify(files);
  const environment = loaded.get(key) ?? (loadEnvironments(folderOf(files))[0] as Environment);
  loaded.set(key, environment);
  return environment;
}

/** Environments that were read before: nobody changes one. */
const loaded = new Map<string, Environment>();

/** The report on these stack files, with `stacks` for their folder; fails when there is nothing to report. */
export function reportOn(files: Readonly<Record<string, unknown>>, only: readonly string[] = []): string {
  const folder = folderOf(files);
  try {
    loadEnvironments(folder, only);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.replaceAll(folder, 'stacks');
    throw error;
  }
  throw new Error('these stack files were taken');
}

/** The report on one stack file with the required fields and `fields`. */
export function reportOnFields(fields: object): string {
  return reportOn({ 'test.yaml': { ...REQUIRED, ...fields } });
}
