import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../environment/environment';
import { type Diagram, shapeOf } from './diagram';
import { isBuilt } from './engine';
import { layoutOf } from './layout';
import { diagramOf } from './of-environment';
import { svgOf } from './svg';

/** The picture of all environments of one shape. */
export interface Drawing {
  /** The same for the same shape. */
  readonly id: string;
  readonly picture: string;
}

/** Those that this run drew before: many environments have one shape. */
const drawn = new Map<string, Drawing>();

/** The picture of an environment. */
export function draw(environment: Environment): string {
  return drawingOf(environment).picture;
}

export function drawingOf(environment: Environment): Drawing {
  const diagram = diagramOf(environment);
  const shape = shapeOf(diagram);
  const known = drawn.get(shape);
  if (known !== undefined) return known;
  const id = createHash('sha256').update(shape).digest('hex').slice(0, 16);
  const drawing = { id, picture: drawnByBuild(id, diagram) };
  drawn.set(shape, drawing);
  return drawing;
}

/**
 * To lay out takes longer than all the rest of an environment. A build has a folder of its own, so what it drew there
 * is never another one's. Whoever may not write there goes without.
 */
function drawnByBuild(id: string, diagram: Diagram): string {
  if (!isBuilt()) return svgOf(diagram, layoutOf(diagram));
  const folder = join(__dirname, 'drawings');
  const file = join(folder, `${id}.svg`);
  try {
    return readFileSync(file, 'utf8');
  } catch {}
  const picture = svgOf(diagram, layoutOf(diagram));
  const unfinished = `${file}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(unfinished, picture);
    renameSync(unfinished, file);
  } catch {}
  return picture;
}
