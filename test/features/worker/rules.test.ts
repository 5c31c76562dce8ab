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
    'worker.environment.PREFECT_LOGGING_LEVEL: "INFO"\n    already set in prefect.settings\n    → remove one of the two',
  ],
  [
    'another region',
    { worker: { environment: { AWS_DEFAULT_REGION: 'eu-west-1' } } },
    'worker.environment.AWS_DEFAULT_REGION: "eu-west-1"\n    must be us-east-1: the worker looks for its cluster in this region\n    → remove it; for flow runs in another region, set it in flow_runs.environment',
  ],
  [
    'a variable again among the secrets',
    { worker: { environment: { LEVEL: 'x' }, secrets: { LEVEL: { create: true } } } },
    'worker.secrets.LEVEL\n    already set in worker.environment or prefect.settings\n    → remove one of the two',
  ],
  [
    'a secret that is nowhere',
    { worker: { secrets: { TOKEN: {} } } },
    'worker.secrets.TOKEN\n    set exactly one of: secret_arn, secret_name, ssm_parameter, create: true\n    → for example secret_arn: arn:aws:secretsmanager:us-east-1:111122223333:secret:my-secret-AbC123',
  ],
  [
    'a secret that is made and exists',
    { worker: { secrets: { TOKEN: { create: true, secret_arn: SECRET } } } },
    'worker.secrets.TOKEN\n    set exactly one of: secret_arn, secret_name, ssm_parameter, create: true\n    → remove one of the two',
  ],
  [
    'a version of a secret that exists',
    { worker: { secrets: { TOKEN: { secret_arn: SECRET, version: 2 } } } },
    'worker.secrets.TOKEN.version: 2\n    has no effect: it applies only to a secret that this stack creates\n    → remove it, or set create: true',
  ],
  [
    'a JSON key of a secret that is made',
    { worker: { secrets: { TOKEN: { create: true, json_key: 'a' } } } },
    'worker.secrets.TOKEN.json_key: "a"\n    has no effect: it applies only to a secret in Secrets Manager, set by secret_arn or secret_name\n    → remove it',
  ],
  [
    'a stage beside a version',
    { worker: { secrets: { TOKEN: { secret_arn: SECRET, version_id: 'a'.repeat(32), version_stage: 'b' } } } },
    'worker.secrets.TOKEN.version_stage: "b"\n    has no effect: version_id sets the version\n    → remove it, or remove version_id',
  ],
  [
    'secrets that are made under one input',
    { worker: { secrets: { TOKEN: { create: true }, token: { create: true } } } },
    'worker.secrets.token\n    differs from another created secret only by case: both would have the same Terraform input\n    → rename one of the two',
  ],
  [
    'a name that is no variable’s',
    { worker: { environment: { 'A=B': 'x' } } },
    'worker.environment.A=B: "x"\n    must be the name of an environment variable: letters, digits and _ . - : /\n    → write A_B',
  ],
  [
    'a value in two ways',
    { worker: { environment: { A: { ssm_parameter: '/x', stack: 'region' } } } },
    'worker.environment.A\n    set exactly one of: ssm_parameter, stack\n    → remove one of the two',
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
