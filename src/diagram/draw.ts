import { createHash } from 'node:crypto';
import { fromBuildCache } from '../disk/build-cache';
import type { Environment } from '../environment/environment';
import { type Diagram, shapeOf } from './diagram';
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

/** The folder of an environment and the page of all ask for the same. */
const known = new WeakMap<Environment, Drawing>();

/** The picture of an environment. */
export function draw(environment: Environment): string {
  return drawingOf(environment).picture;
}

export function drawingOf(environment: Environment): Drawing {
  const drawing = known.get(environment) ?? drawingOfShape(diagramOf(environment));
  known.set(environment, drawing);
  return drawing;
}

function drawingOfShape(diagram: Diagram): Drawing {
  const shape = shapeOf(diagram);
  const before = drawn.get(shape);
  if (before !== undefined) return before;
  // To lay out takes longer than all the rest of an environment.
  const id = createHash('sha256').update(shape).digest('hex').slice(0, 16);
  const drawing = { id, picture: fromBuildCache('drawing', shape, () => svgOf(diagram, layoutOf(diagram))) };
  drawn.set(shape, drawing);
  return drawing;
}
