import { ConfigError, isMistake, type Problem } from '../problems/errors';
import type { Layers } from '../stack-file/extends';
import { type Path, pathInWords } from '../stack-file/path';
import { layersOf } from '../stack-file/plain-values';
import { NAME } from '../values/limits/ecs';
import type { Environment } from './environment';
import { environmentFrom } from './load-one';
import { withStandIns } from './stand-ins';

/**
 * An environment of a program, from the fields of a stack file.
 * @throws ConfigError with every mistake, as for a file.
 */
export function defineEnvironment(name: string, fields: object): Environment {
  if (typeof name !== 'string' || !NAME.pattern.test(name)) {
    const hint = "set it as in defineEnvironment('prod', {…})";
    const message = `invalid name of an environment: it must be ${NAME.allowed}`;
    throw new ConfigError([{ file: 'defineEnvironment', path: 'name', value: name, message, hint }]);
  }
  const written = layersOf(name, fields);
  if (Array.isArray(written)) throw new ConfigError(written);
  const { fields: known, unknown, refused } = withStandIns(written.values);
  if (refused.length > 0) throw new ConfigError(refused.map((path) => refusedReference(name, path)));
  const { environment, problems } = environmentFrom(layersOf(name, known) as Layers, name, name, unknown);
  if (problems.some(isMistake)) throw new ConfigError(problems);
  return environment;
}

function refusedReference(file: string, path: Path): Problem {
  const message = 'must be known when the app is synthesized, and is a reference';
  return { file, path: pathInWords(path), message, hint: 'set the value itself' };
}
