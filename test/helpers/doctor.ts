import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { report } from '../../src/doctor/doctor';
import type { Finding } from '../../src/doctor/finding';
import { environmentFolder, generateOnly } from '../../src/output/generate';
import { build } from './command';
import { run } from './run';
import { environmentOf, scratchFolder } from './stack-files';
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

/** The folder that is generated from a stack file with the required fields and these. */
export function generatedFolder(name: string, fields: object): string {
  const folder = scratchFolder();
  for (const [path, text] of generateOnly([environmentOf(fields, name)])) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return join(folder, environmentFolder(name));
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

/** The same in this process, as if it were later. */
export async function examinedLater(folder: string, variables: NodeJS.ProcessEnv, minutes: number): Promise<Report> {
  Object.assign(process.env, variables);
  const file = (name: string) =>
    existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : undefined;
  const { data, exitCode } = await report(
    { environment: basename(folder), page: join(folder, 'README.md') },
    {
      document: JSON.parse(file('cdk.tf.json') as string),
      names: readdirSync(folder),
      file,
      env: variables,
      now: new Date(Date.now() + minutes * 60_000),
    },
  );
  return { status: exitCode, ...(data as Pick<Report, 'findings'>) };
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
