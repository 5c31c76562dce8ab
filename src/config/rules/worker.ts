import { type ConfigRule as Rule, when } from './rule';
import { partFits, placesOf } from './secret-source';

const eachVariableOnce: Rule = ({ prefect, worker }) => {
  const settings = Object.keys(prefect.settings);
  const environment = Object.keys(worker.environment);
  const secrets = Object.keys(worker.secrets);
  return [
    ...environment.flatMap((name) =>
      when(settings.includes(name), ['worker', 'environment', name], 'must not be set twice: prefect.settings has it'),
    ),
    ...secrets.flatMap((name) =>
      when(
        settings.includes(name) || environment.includes(name),
        ['worker', 'secrets', name],
        'must not be set twice: the environment has it too',
      ),
    ),
  ];
};

const oneSource: Rule = ({ worker }) =>
  Object.entries(worker.secrets).flatMap(([name, secret]) => {
    const { create, version } = secret;
    const path = ['worker', 'secrets', name];
    return [
      ...when(
        placesOf(secret).length + (create ? 1 : 0) !== 1,
        path,
        'must be told in exactly one way: secret_arn, secret_name, ssm_parameter, or create: true',
      ),
      ...when(version !== undefined && !create, [...path, 'version'], 'must be left out without create: true'),
      ...partFits(secret, path),
    ];
  });

/** A created secret's value is an input of Terraform, in lower case. */
const oneInputEach: Rule = ({ worker }) => {
  const created = Object.keys(worker.secrets).filter((name) => worker.secrets[name]?.create);
  return created.flatMap((name, index) =>
    when(
      created.slice(0, index).some((earlier) => earlier.toLowerCase() === name.toLowerCase()),
      ['worker', 'secrets', name],
      'must differ by more than case from the other secrets that are created: each has an input in lower case',
    ),
  );
};

export const WORKER_RULES: readonly Rule[] = [eachVariableOnce, oneSource, oneInputEach];
