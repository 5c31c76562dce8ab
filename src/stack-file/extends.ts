import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import type { Problem } from '../errors';
import type { Path } from './path';
import { type Location, readYamlFile, type YamlFile } from './yaml-file';

/** A stack file with all that it extends, base first: later layers win. */
export interface Layers {
  readonly values: Readonly<Record<string, unknown>>;
  /** What the values come from: what a later file replaces stands in an earlier one all the same. */
  readonly files: readonly YamlFile[];
  /** The file and line that a value comes from; for a value that is missing, the nearest that is there. */
  origin(path: Path): { readonly file: string; readonly line?: number };
  /** A value as it is written in its file: `012` where the value is 12. */
  written(path: Path): string | undefined;
}

/** Reads stack files and their bases, each file once. */
export class LayerReader {
  private readonly files = new Map<string, YamlFile | Problem[]>();

  read(file: string): Layers | Problem[] {
    const problems: Problem[] = [];
    const layers = this.collect(file, [], problems);
    if (problems.length > 0) return problems;
    return {
      values: layers.reduce<Record<string, unknown>>((base, { values }) => merge(base, ownValues(values)), {}),
      files: layers,
      origin: (path) => originOf(layers, path, file),
      written: (path) => lastWith(layers, path)?.written,
    };
  }

  private collect(file: string, extendedBy: readonly string[], problems: Problem[]): YamlFile[] {
    if (!this.files.has(file)) this.files.set(file, readYamlFile(file));
    const parsed = this.files.get(file) as YamlFile | Problem[];
    if (Array.isArray(parsed)) {
      problems.push(...parsed);
      return [];
    }
    const chain = [...extendedBy, file];
    const bases = basesOf(parsed, problems).flatMap((base) => {
      const path = normalize(join(dirname(file), base));
      const { line } = parsed.locate(['extends']);
      if (chain.includes(path)) {
        problems.push({
          file,
          line,
          path: 'extends',
          value: base,
          message: `extends contains a cycle: ${[...chain, path].join(' → ')}`,
          hint: 'remove one of these extends',
        });
        return [];
      }
      if (!existsSync(path)) {
        problems.push({
          file,
          line,
          path: 'extends',
          value: base,
          message: `there is no file ${path}`,
          hint: 'set a path that is relative to this file',
        });
        return [];
      }
      return this.collect(path, chain, problems);
    });
    return [...bases, parsed];
  }
}

function basesOf(file: YamlFile, problems: Problem[]): string[] {
  const bases = [file.values['extends'] ?? []].flat();
  if (bases.every((base): base is string => typeof base === 'string' && base !== '')) return bases;
  const { line } = file.locate(['extends']);
  problems.push({
    file: file.file,
    line,
    path: 'extends',
    value: file.values['extends'],
    message: 'must be the path of a file, or a list of paths',
    hint: 'for example extends: _base.yaml',
  });
  return [];
}

function ownValues({ extends: _, ...values }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return values;
}

/**
 * Where null means something to those who get it, Terraform or Prefect. (`overrides.ADDRESS: null` itself still drops
 * what a base sets for the address.)
 */
const NULL_IS_A_VALUE =
  /^(overrides\..|terraform\..|flow_runs\.(environment|job_configuration)(\.|$))|(^|\.)(worker|flow_runs|sidecars\.[^.]+)\.attributes(\.|$)/;

/** Maps merge, everything else replaces, null removes. */
function merge(
  base: Readonly<Record<string, unknown>>,
  over: Readonly<Record<string, unknown>>,
  path = '',
): Record<string, unknown> {
  const keepsNull = NULL_IS_A_VALUE.test(path);
  const merged = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(over)) {
    const below = merged.get(key);
    if (value === null && !keepsNull) merged.delete(key);
    else if (isMap(value))
      merged.set(key, merge(isMap(below) ? below : {}, value, path === '' ? key : `${path}.${key}`));
    else merged.set(key, value);
  }
  return Object.fromEntries(merged);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function originOf(layers: readonly YamlFile[], path: Path, file: string): { file: string; line?: number } {
  const found = lastWith(layers, path);
  return found === undefined ? { file } : { file: found.file, line: found.line };
}

/** Where the most of a path is, in the last file of several. */
function lastWith(layers: readonly YamlFile[], path: Path): (Location & { readonly file: string }) | undefined {
  const found = layers.map((layer) => ({ file: layer.file, ...layer.locate(path) }));
  const most = Math.max(...found.map(({ depth }) => depth));
  return most === 0 ? undefined : found.findLast(({ depth }) => depth === most);
}
