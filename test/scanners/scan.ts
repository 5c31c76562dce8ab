import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { run } from '../helpers/run';
import { SCANNERS_BIN } from '../helpers/scanner-tools';

/** A finding: the check, the name of the resource without its type and index, and the file or module that it is in. */
export interface Finding {
  readonly check: string;
  readonly on: string;
  readonly where: string;
}

export interface Scan {
  readonly findings: readonly Finding[];
  /** How many checks passed, by file or module. */
  readonly passed: ReadonlyMap<string, number>;
  /** Files that could not be parsed. */
  readonly unread: number;
}

interface Entry {
  readonly check: string;
  readonly on: readonly string[];
  readonly because: string;
}

/** What is found and meant so, by scanner and check. */
export const ACCEPTED: Readonly<Record<'checkov' | 'parliament' | 'tflint', Readonly<Record<string, Entry>>>> = parse(
  readFileSync(resolve(__dirname, 'accepted.yaml'), 'utf8'),
);

interface Checked {
  readonly check_id: string;
  readonly resource: string;
  readonly file_path: string;
}

interface Report {
  readonly summary: { readonly parsing_errors: number };
  readonly results?: { readonly failed_checks: readonly Checked[]; readonly passed_checks: readonly Checked[] };
}

/** Scans a folder of environments, or a plan. */
export async function checkov(frameworks: readonly string[], ...what: readonly string[]): Promise<Scan> {
  // It calls home for guidelines unless it is told not to.
  const env = { ...process.env, BC_SKIP_MAPPING: 'TRUE', LOG_LEVEL: 'ERROR' };
  const args = ['--skip-download', '--framework', ...frameworks, '--compact', '--output', 'json', ...what];
  const { stdout, output } = await run(join(SCANNERS_BIN, 'checkov'), args, { env });
  const reports = [parsed(stdout, output)].flat() as Report[];
  const records = (kind: 'failed_checks' | 'passed_checks') => reports.flatMap(({ results }) => results?.[kind] ?? []);
  const passed = new Map<string, number>();
  for (const record of records('passed_checks')) passed.set(placeOf(record), (passed.get(placeOf(record)) ?? 0) + 1);
  return {
    findings: records('failed_checks').map((record) => ({
      check: record.check_id,
      on: nameOf(record),
      where: placeOf(record),
    })),
    passed,
    unread: reports.reduce((sum, { summary }) => sum + (summary?.parsing_errors ?? 0), 0),
  };
}

function parsed(stdout: string, output: string): unknown {
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`checkov printed no report:\n${output}`);
  }
}

/** The resource's name without type and index; of a Dockerfile that word. */
function nameOf({ resource, file_path }: Checked): string {
  if (file_path.endsWith('Dockerfile')) return 'Dockerfile';
  return resource.replace(/\[.*$/, '').split('.').at(-1) as string;
}

/** The module of a plan, or the environment's folder. */
function placeOf({ resource, file_path }: Checked): string {
  return /^module\.(\w+)/.exec(resource)?.[1] ?? file_path.split('/')[1] ?? '';
}

/** What parliament says of policies for roles and users, by a name for each. */
export async function parliament(folder: string, policies: ReadonlyMap<string, string>): Promise<Finding[]> {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of policies) writeFileSync(join(folder, `${name}.json`), text);
  const { stdout, output } = await run(join(SCANNERS_BIN, 'parliament'), [
    ...['--directory', folder, '--include_policy_extension', 'json', '--json'],
  ]);
  const lines = stdout.split('\n').filter((line) => line !== '');
  if (/Traceback/.test(output)) throw new Error(`parliament failed:\n${output}`);
  return lines.flatMap((line) => {
    const { issue, detail, location } = JSON.parse(line);
    const [where = ''] = /[^/]+(?=\.json$)/.exec(location.filepath) ?? [];
    return [detail].flat().map((one) => ({ check: issue, on: one?.action ?? String(one), where }));
  });
}

/** What tflint says of an environment's folder. */
export async function tflint(folder: string): Promise<Finding[]> {
  const { stdout, output } = await run('tflint', ['--format', 'json'], { cwd: folder });
  try {
    const { issues, errors } = JSON.parse(stdout);
    if (errors.length > 0) throw new Error(output);
    return issues.map(({ rule, message, range }: { rule: { name: string }; message: string; range: object }) => ({
      check: rule.name,
      on: message,
      where: JSON.stringify(range),
    }));
  } catch (error) {
    throw new Error(`tflint printed no report:\n${output}`, { cause: error });
  }
}

/** Findings that the table does not have. */
export function unexpected(scanner: keyof typeof ACCEPTED, findings: readonly Finding[]): Finding[] {
  return findings.filter(({ check, on }) => !ACCEPTED[scanner][check]?.on.includes(on));
}

/** Entries of the table that nothing is found for. */
export function unused(scanner: keyof typeof ACCEPTED, findings: readonly Finding[]): string[] {
  return Object.entries(ACCEPTED[scanner]).flatMap(([check, { on }]) =>
    on
      .filter((name) => !findings.some((finding) => finding.check === check && finding.on === name))
      .map((name) => `${check} on ${name}`),
  );
}
