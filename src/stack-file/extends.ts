import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, normalize, relative } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Problem } from '../problems/errors';
import { isMap } from './is-map';
import { nearest } from './nearest';
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
  /** The values that a file sets although it inherits the same. */
  repeated(): readonly Path[];
  /** Nulls that remove nothing: no earlier layer has the field. */
  idleNulls(): readonly Path[];
}

/** A longer chain is a mistake, and would be more than the stack of calls can hold. */
const LONGEST_CHAIN = 100;

/** What a file extends, with the file itself last; or what is wrong with one of these. */
interface Collected {
  readonly layers: readonly YamlFile[];
  readonly problems: readonly Problem[];
}

type Values = Readonly<Record<string, unknown>>;

/** What some layers come to, and what they come to with a further one. */
interface Merged {
  readonly values: Values;
  readonly further: Map<YamlFile, Merged>;
}

/** Reads stack files and their bases, each file once. */
export class LayerReader {
  private readonly files: Map<string, YamlFile | Problem[]>;
  private readonly collected = new Map<string, Collected>();
  private readonly merged: Merged = { values: {}, further: new Map() };
  private readonly repeated = new Map<string, readonly Path[]>();

  /** @param files what was read before, by path. */
  constructor(files: ReadonlyMap<string, YamlFile | Problem[]> = new Map()) {
    this.files = new Map(files);
  }

  read(file: string): Layers | Problem[] {
    const { layers, problems } = this.collect(file, []);
    if (problems.length > 0) return [...problems];
    return {
      values: this.merge(layers),
      files: layers,
      origin: (path) => originOf(layers, path, file),
      written: (path) => lastWith(layers, path)?.written,
      repeated: () => this.repeatedIn(layers),
      idleNulls: () => this.idleNullsIn(layers),
    };
  }

  /** The hashes of all files that were read, by path. */
  hashes(): ReadonlyMap<string, string> {
    return new Map([...this.files].flatMap(([path, file]) => (Array.isArray(file) ? [] : [[path, file.hash]])));
  }

  /** Whether a file was read, for itself or because another one extends it. */
  hasRead(file: string): boolean {
    return this.files.has(file);
  }

  private collect(file: string, extendedBy: readonly string[]): Collected {
    const known = this.collected.get(file);
    if (known !== undefined) return known;
    const found = this.collectAnew(file, [...extendedBy, file]);
    this.collected.set(file, found);
    return found;
  }

  private collectAnew(file: string, chain: readonly string[]): Collected {
    const parsed = this.parse(file);
    if (Array.isArray(parsed)) return { layers: [], problems: parsed };
    const bases = basesOf(parsed);
    if (bases === undefined) return { layers: [], problems: [notPaths(parsed)] };
    const found = bases.map((base) => {
      const path = normalize(join(dirname(file), base));
      const fault = faultOf(path, chain);
      return fault === undefined
        ? this.collect(path, chain)
        : { layers: [], problems: [inExtends(parsed, base, fault)] };
    });
    const layers = lastOfEach([...found.flatMap((one) => one.layers), parsed]);
    return { layers, problems: [...new Set(found.flatMap((one) => one.problems))] };
  }

  private parse(file: string): YamlFile | Problem[] {
    const parsed = this.files.get(file) ?? readYamlFile(file);
    this.files.set(file, parsed);
    return parsed;
  }

  /** What layers come to; what several files extend is merged once. */
  private merge(layers: readonly YamlFile[]): Values {
    let merged = this.merged;
    for (const layer of layers) {
      const further = merged.further.get(layer) ?? {
        values: merge(merged.values, ownValues(layer.values)),
        further: new Map(),
      };
      merged.further.set(layer, further);
      merged = further;
    }
    return merged.values;
  }

  /** The values of layers that these inherit anyway, where no later layer sets them. */
  private repeatedIn(layers: readonly YamlFile[]): Path[] {
    return layers.flatMap((layer) =>
      this.repeatedBy(layer).filter((path) => lastWith(layers, path)?.file === layer.file),
    );
  }

  private idleNullsIn(layers: readonly YamlFile[]): Path[] {
    return layers.flatMap(({ values }, index) => idleNulls(ownValues(values), this.merge(layers.slice(0, index)), []));
  }

  private repeatedBy({ file, values }: YamlFile): readonly Path[] {
    const bases = this.collected.get(file)?.layers.slice(0, -1) ?? [];
    const paths = this.repeated.get(file) ?? sameValues(ownValues(values), this.merge(bases), []);
    this.repeated.set(file, paths);
    return paths;
  }
}

/** The file beside a missing one that is meant: with another ending, with the _ of a base, or with a slip. */
function otherFile(path: string, chain: readonly string[]): string | undefined {
  const folder = dirname(path);
  if (!existsSync(folder)) return undefined;
  const stem = (name: string) =>
    name
      .replace(/^_/, '')
      .replace(/\.ya?ml$/, '')
      .toLowerCase();
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml') && !chain.includes(join(folder, name)));
  const meant = basename(path);
  const found = names.find((name) => stem(name) === stem(meant)) ?? nearest(meant, names);
  const from = dirname(chain.at(-1) ?? folder);
  return found === undefined ? undefined : `did you mean ${relative(from, join(folder, found))}?`;
}

/** What is wrong with a file that the last of a chain extends. */
function faultOf(path: string, chain: readonly string[]): Pick<Problem, 'message' | 'hint'> | undefined {
  if (chain.includes(path)) {
    const cycle = [...chain.slice(chain.indexOf(path)), path];
    return { message: `extends contains a cycle: ${cycle.join(' → ')}`, hint: 'remove one of these extends' };
  }
  if (!existsSync(path)) {
    return {
      message: `there is no file ${path}`,
      hint: otherFile(path, chain) ?? 'set a path that is relative to this file',
    };
  }
  if (chain.length < LONGEST_CHAIN) return undefined;
  return {
    message: `extends is a chain of more than ${LONGEST_CHAIN} files`,
    hint: 'put their fields into fewer files',
  };
}

function inExtends({ file, locate }: YamlFile, value: unknown, fault: Pick<Problem, 'message' | 'hint'>): Problem {
  return { file, line: locate(['extends']).line, path: 'extends', value, ...fault };
}

/** A file that comes twice counts where it comes last: there it sets all that it sets. */
function lastOfEach(layers: readonly YamlFile[]): YamlFile[] {
  return [...new Set([...layers].reverse())].reverse();
}

/** Where two files have the same value. */
function sameValues(own: Record<string, unknown>, inherited: Readonly<Record<string, unknown>>, path: Path): Path[] {
  return Object.entries(own).flatMap(([key, value]) => {
    if (!Object.hasOwn(inherited, key)) return [];
    const below = inherited[key];
    const isMore = isMap(value) && isMap(below) && Object.keys(value).length > 0;
    if (isMore) return sameValues(value, below, [...path, key]);
    return isDeepStrictEqual(value, below) ? [[...path, key]] : [];
  });
}

/** Nulls where there is nothing to remove. */
function idleNulls(own: Readonly<Record<string, unknown>>, inherited: unknown, path: Path): Path[] {
  const below = isMap(inherited) ? inherited : {};
  return Object.entries(own).flatMap(([key, value]) => {
    if (isMap(value)) return idleNulls(value, below[key], [...path, key]);
    const removes = value === null && !NULL_IS_A_VALUE.test(path.join('.'));
    return removes && !Object.hasOwn(below, key) ? [[...path, key]] : [];
  });
}

function basesOf(file: YamlFile): string[] | undefined {
  const bases = [file.values['extends'] ?? []].flat();
  return bases.every((base): base is string => typeof base === 'string' && base !== '') ? bases : undefined;
}

function notPaths(file: YamlFile): Problem {
  return inExtends(file, file.values['extends'], {
    message: 'must be the path of a file, or a list of paths',
    hint: 'for example extends: _base.yaml',
  });
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
export function merge(
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
