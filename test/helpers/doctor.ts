import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../src/doctor/finding';
import { build } from './command';
import { run } from './run';
import { terraformEnvironment } from './terraform';

const ROOT = join(__dirname, '..', '..');
const BUNDLE = join(ROOT, 'dist', 'cli.js');

/** A part of each credential that the tests use: no report holds it. */
export const SECRET = 'not-in-clear-text';

/** What the command reported. */
export interface Report {
  readonly status: number | null;
  readonly findings: readonly (Finding & { readonly part: string; readonly page?: string })[];
}

/** Runs the built command on a generated folder, as an ops team does that has nothing else. */
export async function examined(folder: string, variables: NodeJS.ProcessEnv): Promise<Report> {
  const { status, stdout, output } = await doctor(['--folder', folder, '--json'], variables);
  if (output.includes(SECRET)) throw new Error('the report holds a secret');
  try {
    return { status, findings: JSON.parse(stdout).findings };
  } catch {
    throw new Error(`doctor: exit ${status}\n${output}`);
  }
}

export function doctor(args: readonly string[], variables: NodeJS.ProcessEnv) {
  if (!existsSync(BUNDLE)) build(ROOT);
  const { PREFECT_API_URL: _, PREFECT_API_KEY: __, ...env } = terraformEnvironment();
  return run(process.execPath, [BUNDLE, 'doctor', ...args], { cwd: ROOT, env: { ...env, ...variables } });
}

/** The problems and warnings of a report, a line each: `problem unauthorized`. */
export function found({ findings }: Report): string[] {
  return findings.flatMap(({ status, id }) => (id === undefined ? [] : [`${status} ${id}`])).sort();
}
