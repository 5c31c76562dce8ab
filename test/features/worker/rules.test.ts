import { refusalOf } from '../../helpers/refusals';

const SECRET = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:team/prefect-AbC123';

/** What is refused, and all that is said about it. */
const REFUSED: readonly [what: string, fields: object, report: string][] = [
  [
    'a setting again in the environment',
    {
      prefect: { settings: { PREFECT_LOGGING_LEVEL: 'DEBUG' } },
      worker: { environment: { PREFECT_LOGGING_LEVEL: 'INFO' } },
    },
    'worker.environment.PREFECT_LOGGING_LEVEL: "INFO"\n    must not be set twice: prefect.settings has it',
  ],
  [
    'a variable again among the secrets',
    { worker: { environment: { LEVEL: 'x' }, secrets: { LEVEL: { create: true } } } },
    'worker.secrets.LEVEL\n    must not be set twice: the environment has it too',
  ],
  [
    'a secret that is nowhere',
    { worker: { secrets: { TOKEN: {} } } },
    'worker.secrets.TOKEN\n    set exactly one of: secret_arn, secret_name, ssm_parameter, create: true',
  ],
  [
    'a secret that is made and exists',
    { worker: { secrets: { TOKEN: { create: true, secret_arn: SECRET } } } },
    'worker.secrets.TOKEN\n    set exactly one of: secret_arn, secret_name, ssm_parameter, create: true',
  ],
  [
    'a version of a secret that exists',
    { worker: { secrets: { TOKEN: { secret_arn: SECRET, version: 2 } } } },
    'worker.secrets.TOKEN.version: 2\n    must be left out without create: true',
  ],
  [
    'a JSON key of a secret that is made',
    { worker: { secrets: { TOKEN: { create: true, json_key: 'a' } } } },
    'worker.secrets.TOKEN.json_key: "a"\n    must be left out where no secret of Secrets Manager is named: secret_arn or secret_name',
  ],
  [
    'a stage beside a version',
    { worker: { secrets: { TOKEN: { secret_arn: SECRET, version_id: 'a', version_stage: 'b' } } } },
    'worker.secrets.TOKEN.version_stage: "b"\n    must be left out beside version_id, which names the version already',
  ],
  [
    'secrets that are made under one input',
    { worker: { secrets: { TOKEN: { create: true }, token: { create: true } } } },
    'worker.secrets.token\n    must differ by more than case from the other secrets that are created: each has an input in lower case',
  ],
  [
    'a name that is no variable’s',
    { worker: { environment: { 'A-B': 'x' } } },
    'worker.environment.A-B: "x"\n    must be the name of an environment variable: letters, digits and underscores, not beginning with a digit',
  ],
  [
    'a value in two ways',
    { worker: { environment: { A: { ssm_parameter: '/x', stack: 'region' } } } },
    'worker.environment.A\n    set exactly one of: ssm_parameter, stack',
  ],
  [
    'a value that no stack has',
    { worker: { environment: { A: { stack: 'regon' } } } },
    'worker.environment.A.stack: "regon"\n    invalid value\n    → did you mean region?',
  ],
];

test.each(REFUSED)('refuses %s', (_, fields, report) => {
  expect(refusalOf(fields)).toBe(report);
});
