import { unacknowledged } from '../features/acknowledge/acknowledged';
import { replacedSecrets } from '../features/secrets/plain-secret-rules';
import { isMistake, type Problem } from '../problems/errors';
import type { LayerReader, Layers } from '../stack-file/extends';
import type { Path } from '../stack-file/path';
import { type Environment, toEnvironment } from './environment';
import { nullFindings, repeatedValues } from './inheritance-warnings';
import { neighbourFindings } from './neighbours';
import { provenanceOf } from './origin';
import { type OwnThings, ownThings } from './own-things';
import { type Parsed, parseConfig } from './parse-config';
import { fitToShow, ruleProblem, schemaProblems } from './problems';
import { heldPaths, isRefused, refusedTexts } from './refused-text';
import { ruleFindings } from './run-rules';
import { soundPart } from './sound-part';
import { watched } from './watch';

/** A stack file that was read; without an environment where it is no YAML. */
export interface Loaded {
  readonly environment?: Environment;
  /** Without what depends on what is broken; left out where the file is no YAML. */
  readonly own?: OwnThings;
  readonly isSound: boolean;
  /** What it was read from. */
  readonly files: readonly string[];
  readonly problems: readonly Problem[];
}

/** An environment, with all that is to be said of it. */
export function loadEnvironment(reader: LayerReader, name: string, file: string, stackFile: string): Loaded {
  const layers = reader.read(file);
  return Array.isArray(layers)
    ? { files: [file], isSound: false, problems: layers.map(withoutRefusedPath).map(fitToShow) }
    : environmentFrom(layers, name, stackFile);
}

/** What others are compared with: it depends on no rule, and its mistakes are not reported. */
export function loadOwnThings(reader: LayerReader, name: string, file: string, stackFile: string): Loaded {
  const layers = reader.read(file);
  if (Array.isArray(layers)) return { files: [file], isSound: false, problems: [] };
  const { environment, isBroken } = resolvedFrom(layers, name, stackFile);
  return { own: ownThings(environment), files: filesOf(layers), isSound: !isBroken, problems: [] };
}

/** What {@link loadEnvironment} makes of the layers of a file. `unknown`: where only an apply knows the value. */
export function environmentFrom(
  layers: Layers,
  name: string,
  stackFile: string,
  unknown: readonly Path[] = [],
): Loaded & { readonly environment: Environment } {
  const refused = refusedTexts(layers);
  const refusedPaths = new Set([...refused.map(({ path }) => path), ...heldPaths(layers)]);
  const { environment, resolved, error, isBroken } = resolvedFrom(layers, name, stackFile, unknown);
  const beside = neighbourFindings(layers.values, error?.issues ?? [], (values) => {
    return resolvedFrom({ ...layers, values }, name, stackFile, unknown).environment;
  });
  const problems = [
    ...(error ? schemaProblems(error, layers) : []),
    ...unacknowledged(
      [
        ...ruleFindings(environment),
        ...beside,
        ...repeatedValues(layers),
        ...nullFindings(layers),
        ...replacedSecrets(layers),
      ],
      environment,
      isBroken,
    ).map((finding) => ruleProblem(finding, layers)),
  ];
  // What is refused anyway needs no other check.
  const isSaid = ({ path = '' }: Problem) => refusedPaths.has(path) || (refused.length > 0 && isRefused(path));
  const others = once(
    problems
      .filter((problem) => !isSaid(problem))
      .map(withoutDerivedName)
      .map(fitToShow),
  );
  return {
    // No copy: what the rules have read of it once is not read again.
    environment: problems.some(isMistake) ? environment : Object.assign(resolved, { warnings: others }),
    own: ownThings(environment),
    files: filesOf(layers),
    isSound: !isBroken,
    problems: [...refused, ...others],
  };
}

function filesOf({ files }: Layers): string[] {
  return files.map(({ file }) => file);
}

interface Resolved {
  /** Watched where a part of the file is broken or unknown. */
  readonly environment: Environment;
  readonly resolved: Environment;
  readonly error?: Parsed['error'];
  readonly isBroken: boolean;
}

function resolvedFrom(layers: Layers, name: string, stackFile: string, unknown: readonly Path[] = []): Resolved {
  // The default stands in before the check, so that a file's name is held to the same limits as a name in the file.
  const values = { name, ...layers.values };
  const { config: whole, error } = parseConfig(values);
  const { config, broken } = whole ? { config: whole, broken: [] } : soundPart(values);
  const resolved = toEnvironment(name, config, provenanceOf(layers), stackFile);
  const unsure = [...broken, ...unknown];
  const environment = unsure.length === 0 ? resolved : watched(resolved, unsure);
  return { environment, resolved, error, isBroken: broken.length > 0 };
}

/** Where a name may be a secret, the hint may have another name that was made of it. */
function withoutDerivedName(problem: Problem): Problem {
  if (!isRefused(problem.path ?? '')) return problem;
  const { hint: _, ...rest } = problem;
  return rest;
}

/** A key may be a secret that was pasted. */
function withoutRefusedPath({ path, ...problem }: Problem): Problem {
  return path === undefined || isRefused(path) ? problem : { ...problem, path };
}

/** What is wrong in a base is reported once, not for every file that extends it; and so is what workers share. */
export function once(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
