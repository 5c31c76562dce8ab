import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFiles, withDiskProblems } from '../disk/write-files';
import type { Environment } from '../environment/environment';
import { loadEnvironments } from '../environment/load';
import { ConfigError, type Problem } from '../problems/errors';
import { ENVIRONMENT_NAME } from '../values/limits/terraform';

/** What is wrong with a name that no stack file can have; it may lead out of the folder. */
export function wrongName(name: string, file: string): readonly Problem[] {
  if (ENVIRONMENT_NAME.pattern.test(name)) return [];
  const message = `invalid name of an environment: it must be ${ENVIRONMENT_NAME.allowed}`;
  const hint = `set another name, for example ${ENVIRONMENT_NAME.example}`;
  return [{ file, value: name, message, hint }];
}

/** @throws ConfigError as {@link wrongName} says. */
function refuseName(name: string, file: string): void {
  const problems = wrongName(name, file);
  if (problems.length > 0) throw new ConfigError(problems);
}

/**
 * The environment of a stack file that is not written yet.
 * @throws ConfigError with what it would be refused for later; then nothing is written.
 */
export function refuseMistakes(name: string, text: string, file: string): Environment {
  refuseName(name, file);
  try {
    return environmentOf(name, text);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    // It is not there yet: its lines say nothing.
    throw new ConfigError(error.problems.map(({ line: _, ...problem }) => ({ ...problem, file })));
  }
}

/** What is wrong with the values of a stack file that is not written yet, whatever it lacks. */
export function wrongValuesIn(name: string, text: string, file: string): readonly Problem[] {
  refuseName(name, file);
  try {
    environmentOf(name, text);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    // What is missing has no line, and of what may be meant the finished file is warned.
    const wrong = error.problems.filter(({ line, warning }) => line !== undefined && warning === undefined);
    return wrong.map(({ line: _, ...problem }) => ({ ...problem, file }));
  }
}

function environmentOf(name: string, text: string): Environment {
  const create = () => mkdtempSync(join(tmpdir(), 'prefect-ecs-worker-init-'));
  const folder = withDiskProblems(tmpdir(), create, 'set TMPDIR to a folder that you may write to');
  try {
    createFiles([[join(folder, `${name}.yaml`), text]]);
    return loadEnvironments(folder)[0] as Environment;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
