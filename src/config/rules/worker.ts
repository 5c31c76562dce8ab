import { type Rule, when } from './rule';

const eachVariableOnce: Rule = ({ prefect, worker, workerExtraPipPackages }) => {
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
    ...when(
      environment.includes('EXTRA_PIP_PACKAGES') ||
        (workerExtraPipPackages === undefined && secrets.includes('EXTRA_PIP_PACKAGES')),
      ['worker', 'environment', 'EXTRA_PIP_PACKAGES'],
      'must not be set here: it is decided by worker_extra_pip_packages',
    ),
  ];
};

const oneSource: Rule = ({ worker }) =>
  Object.entries(worker.secrets).flatMap(([name, secret]) => {
    const { secretArn, secretName, ssmParameter, create, version, jsonKey, versionId, versionStage } = secret;
    const path = ['worker', 'secrets', name];
    const sources = [secretArn, secretName, ssmParameter].filter((source) => source !== undefined).length;
    return [
      ...when(
        sources + (create ? 1 : 0) !== 1,
        path,
        'must be told in exactly one way: secret_arn, secret_name, ssm_parameter, or create: true',
      ),
      ...when(version !== undefined && !create, [...path, 'version'], 'must be left out without create: true'),
      ...Object.entries({ json_key: jsonKey, version_id: versionId, version_stage: versionStage }).flatMap(
        ([field, value]) =>
          when(
            value !== undefined && secretArn === undefined && secretName === undefined,
            [...path, field],
            'must be left out where no secret of Secrets Manager is named: secret_arn or secret_name',
          ),
      ),
    ];
  });

export const WORKER_RULES: readonly Rule[] = [eachVariableOnce, oneSource];
