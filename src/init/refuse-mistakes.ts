import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../environment/environment';
import { loadEnvironments } from '../environment/load';
import { ConfigError } from '../problems/errors';

/**
 * The environment of a stack file that is not written yet.
 * @throws ConfigError with what it would be refused for later; then nothing is written.
 */
export function refuseMistakes(name: string, text: string, file: string): Environment {
  const folder = mkdtempSync(join(tmpdir(), 'prefect-ecs-worker-init-'));
  try {
    writeFileSync(join(folder, `${name}.yaml`), text);
    return loadEnvironments(folder)[0] as Environment;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    // It is not there yet: its lines say nothing.
    throw new ConfigError(error.problems.map(({ line: _, ...problem }) => ({ ...problem, file })));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
