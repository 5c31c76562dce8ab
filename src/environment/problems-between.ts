import { DOES_NOT_OCCUR, UNUSED } from '../features/acknowledge/acknowledged';
import { BETWEEN_ENVIRONMENTS } from '../features/acknowledge/warnings';
import type { Problem } from '../problems/errors';
import type { Layers } from '../stack-file/extends';
import { type Path, pathInWords } from '../stack-file/path';
import { acknowledges, type Clash, clashesBetween, withoutAcknowledged } from './clashes';
import { valueAt } from './origin';
import type { OwnThings } from './own-things';

interface Files {
  /** Otherwise, what is acknowledged may occur in a part of a file that is broken. */
  readonly areAllSound: boolean;
  layersOf(environment: string): Layers;
}

/** The mistakes and the warnings on what two environments share of which one, at least, is among `names`. */
export function problemsBetween(all: readonly OwnThings[], names: ReadonlySet<string>, files: Files): Problem[] {
  const acknowledging = all.filter(({ acknowledged }) => acknowledges(acknowledged, ...BETWEEN_ENVIRONMENTS));
  const clashes = clashesBetween(acknowledging.length === 0 ? all : all.map(withoutAcknowledged));
  const ofNames = clashes.filter(({ environment, other }) => names.has(environment) || names.has(other.environment));
  const unused =
    acknowledging.length > 0 && files.areAllSound
      ? unusedIn(acknowledging, clashesBetween(all.map(withoutAcknowledgements))).filter(({ environment }) =>
          names.has(environment),
        )
      : [];
  return [
    ...ofNames.filter(({ warning }) => warning === undefined).map((clash) => problemOf(clash, [], files)),
    ...together(ofNames.filter(({ warning }) => warning !== undefined)).map(([clash, ...others]) =>
      problemOf(clash as Clash, others, files),
    ),
    ...unused.map(({ environment, id }) => doesNotOccur(files.layersOf(environment), ['acknowledge', id])),
  ];
}

function withoutAcknowledgements(own: OwnThings): OwnThings {
  return { ...own, acknowledged: [] };
}

/** Warnings on the same of one environment: many share a base, and one message leads out of it. */
function together(clashes: readonly Clash[]): Clash[][] {
  const groups = new Map<string, Clash[]>();
  for (const clash of clashes) {
    const { other, thing, warning } = clash;
    const id = JSON.stringify([other.environment, pathInWords(thing.path), thing.value, warning]);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [clash]);
    else group.push(clash);
  }
  return [...groups.values()];
}

function problemOf(
  { environment, thing, other, relation, hint, warning }: Clash,
  more: Clash[],
  files: Files,
): Problem {
  const { path, value, consequence } = thing;
  const place = placeIn(files.layersOf(other.environment), other.thing.path);
  const others = more.length === 0 ? '' : `, and ${more.length} more`;
  return {
    ...ownPlace(files.layersOf(environment), path),
    path: pathInWords(path),
    value,
    message: `${relation} environment ${JSON.stringify(other.environment)} (${place})${others}: ${consequence}`,
    hint,
    ...(warning !== undefined && { warning }),
  };
}

/** In the environment's own file, which a base does not name: where it extends the base that has the value. */
function ownPlace(layers: Layers, path: Path): Pick<Problem, 'file' | 'line'> {
  const own = layers.files.at(-1)?.file as string;
  const origin = layers.origin(path);
  const { line } = origin.file === own ? origin : layers.origin(['extends']);
  return { file: own, ...(line !== undefined && { line }) };
}

function placeIn(layers: Layers, path: Path): string {
  const { file, line } = layers.origin(path);
  return line === undefined ? file : `${file}:${line}`;
}

/** The acknowledged warnings that no two environments have; of one in a base, no two that extend it. */
function unusedIn(acknowledging: readonly OwnThings[], clashes: readonly Clash[]) {
  const occurring = new Set(
    clashes.flatMap(({ environment, other, warning }) => [
      `${environment} ${warning}`,
      `${other.environment} ${warning}`,
    ]),
  );
  const all = acknowledging.flatMap(({ environment, acknowledged }) =>
    acknowledged
      .filter(({ id }) => BETWEEN_ENVIRONMENTS.includes(id))
      .map(({ id, place }) => ({
        environment,
        id,
        place,
        occurs: occurring.has(`${environment} ${id}`) || acknowledges(acknowledged, UNUSED),
      })),
  );
  const used = new Set(all.flatMap(({ id, place, occurs }) => (occurs ? [`${id} ${place}`] : [])));
  return all.filter(({ id, place }) => !used.has(`${id} ${place}`));
}

function doesNotOccur(layers: Layers, path: Path): Problem {
  return { ...layers.origin(path), path: pathInWords(path), value: valueAt(layers.values, path), ...DOES_NOT_OCCUR };
}
