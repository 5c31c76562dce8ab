import type { Environment } from '../../../src/environment/environment';
import { PLAIN_SECRET_RULES } from '../../../src/features/secrets/plain-secret-rules';
import { pathInWords } from '../../../src/stack-file/path';

const URL = 'https://me:hunter2@example.com/simple';
const RUN_TIME = 'store the value in Secrets Manager or Parameter Store, and read it from there at run time';
const instead = (field: string) => `store the value in Secrets Manager or Parameter Store, and set ${field} instead`;

/** Where a secret is found in these fields, and what to do. */
function found(fields: Readonly<Record<string, unknown>>): Record<string, string | undefined> {
  const environment = { fileValue: ([group]: readonly string[]) => fields[group as string] } as unknown as Environment;
  const findings = PLAIN_SECRET_RULES.flatMap((rule) => rule(environment));
  expect(findings.every(({ warning, message }) => warning === 'plain-secret' && message.includes('is visible'))).toBe(
    true,
  );
  return Object.fromEntries(findings.map(({ path, hint }) => [pathInWords(path), hint]));
}

test.each<[fields: Readonly<Record<string, unknown>>, path: string, hint: string]>([
  [{ prefect: { settings: { A_TOKEN: 'x' } } }, 'prefect.settings.A_TOKEN', instead('worker.secrets')],
  [{ worker: { environment: { A_TOKEN: 'x' } } }, 'worker.environment.A_TOKEN', instead('worker.secrets')],
  [
    { workers: { b: { worker: { environment: { A_TOKEN: 'x' } } } } },
    'workers.b.worker.environment.A_TOKEN',
    instead('workers.b.worker.secrets'),
  ],
  [
    { flow_runs: { sidecars: { a: { environment: { A_TOKEN: 'x' } } } } },
    'flow_runs.sidecars.a.environment.A_TOKEN',
    instead('flow_runs.sidecars.a.secrets'),
  ],
  [
    { worker: { log_configuration: { options: { token: 'x' } } } },
    'worker.log_configuration.options.token',
    instead('worker.log_configuration.secret_options'),
  ],
  [
    { flow_runs: { sidecars: { a: { log_configuration: { options: { token: 'x' } } } } } },
    'flow_runs.sidecars.a.log_configuration.options.token',
    instead('flow_runs.sidecars.a.log_configuration.secret_options'),
  ],
  [{ worker: { docker_labels: { token: 'x' } } }, 'worker.docker_labels.token', RUN_TIME],
  [
    { project: { deployments: [{ parameters: { password: 'x' } }] } },
    'project.deployments[0].parameters.password',
    RUN_TIME,
  ],
  [{ project: { deployments: [{ env: { TOKEN: 'x' } }] } }, 'project.deployments[0].env.TOKEN', RUN_TIME],
  [{ worker_extra_pip_packages: URL }, 'worker_extra_pip_packages', instead('worker.secrets.PIP_INDEX_URL')],
  [{ capacity: { ec2: { user_data: URL } } }, 'capacity.ec2.user_data', RUN_TIME],
  [{ flow_runs: { command: ['a', URL] } }, 'flow_runs.command[1]', RUN_TIME],
  [{ tags: { [URL]: 'x' } }, 'tags', RUN_TIME],
  ...[
    'host=db user=me password=hunter2',
    'Server=db;User ID=me;Password="hunter2"',
    'jdbc:postgresql://db:5432/a?user=me&password=hunter2',
    '{"user": "me", "password": "hunter2"}',
    'curl -H "Authorization: Bearer hunter2hunter2"',
    'https://example.com/hook?apiKey=hunter2',
  ].map((text): [Readonly<Record<string, unknown>>, string, string] => [
    { worker: { command: [text] } },
    'worker.command[0]',
    RUN_TIME,
  ]),
  ...['tags', 'image', 'outputs', 'overrides', 'terraform'].map(
    (group): [Readonly<Record<string, unknown>>, string, string] => [{ [group]: { a: URL } }, `${group}.a`, RUN_TIME],
  ),
])('is found in %j', (fields, path, hint) => {
  expect(found(fields)).toEqual({ [path]: hint });
});

test.each<[what: string, fields: Readonly<Record<string, unknown>>]>([
  ['an empty value', { worker: { environment: { A_TOKEN: '' } } }],
  ['a name that tells nothing', { worker: { environment: { TOKENIZER: 'x' } } }],
  ['a name that is no variable', { tags: { token: 'x' } }],
  ...['password=$PASSWORD', 'password=${PASSWORD}', 'token={{ token }}', 'secret=<yours>', 'the password: a text'].map(
    (text): [string, Readonly<Record<string, unknown>>] => [`the text ${text}`, { worker: { command: [text] } }],
  ),
  ['a number', { worker: { environment: { A_TOKEN: 5 } } }],
  ['a group that takes no text', { names: { secret: URL } }],
  ['nothing', {}],
])('is not found in %s', (_, fields) => {
  expect(found(fields)).toEqual({});
});
