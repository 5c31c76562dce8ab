import type { Environment } from '../../environment/environment';
import { each, type Rule, when } from '../../environment/rule';
import { absence } from '../../inventory/values';
import type { Path } from '../../stack-file/path';
import { workersOf } from '../workers/workers-of';
import type { OutputValue } from './stack-values';

/** The outputs that every stack has: the reference's, and those of hardened. */
const TAKEN = /^prefect_(worker|base_job|work_pool|flow)_/;

const ownOutputNames: Rule = ({ outputs }) =>
  Object.keys(outputs).flatMap((name) =>
    when(
      TAKEN.test(name),
      ['outputs', name],
      'must not begin with prefect_worker_, prefect_base_job_, prefect_work_pool_ or prefect_flow_: these are outputs of every stack',
      `rename it, for example own_${name}`,
    ),
  );

const availableValues: Rule = (environment) => {
  const used = [...inOutputs(environment), ...inVariables(environment)];
  return each(used, ([path, value]) => {
    const reason = absence(value, environment);
    return when(reason !== undefined, path, `${value} is not available: ${reason}`, 'remove it');
  });
};

type Use = readonly [path: Path, value: OutputValue];

function inOutputs({ outputs, outputParameters }: Environment): Use[] {
  const named = Object.entries(outputs).flatMap(([name, value]): Use[] =>
    typeof value === 'string' ? [[['outputs', name], value]] : [],
  );
  const parameters = Object.keys(outputParameters).map(
    (value): Use => [['output_parameters', value], value as OutputValue],
  );
  return [...named, ...parameters];
}

/** A worker that has its container from the first one has none of its own. */
function inVariables(environment: Environment): Use[] {
  const uses = workersOf(environment).flatMap(({ container, at }) =>
    Object.entries(container.environment).flatMap(([name, value]): Use[] =>
      typeof value === 'object' && value.stack !== undefined
        ? [[at('worker', 'environment', name, 'stack'), value.stack]]
        : [],
    ),
  );
  return [...new Map(uses.map((use) => [JSON.stringify(use), use])).values()];
}

export const VALUE_RULES: readonly Rule[] = [ownOutputNames, availableValues];
