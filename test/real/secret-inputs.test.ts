import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { real } from '../helpers/real';
import { SELF_HOSTED } from '../helpers/refusals';
import { scratchFolder } from '../helpers/stack-files';
import { stackOf } from '../helpers/synthesized';
import { Terraform } from '../helpers/terraform';

const KEY = 'prefect_api_key';
const AUTH_STRING = 'prefect_api_auth_string';
const SECRET = 'worker_secret_db_password';

const REASONS: Readonly<Record<string, string>> = {
  [KEY]: `${KEY} must be one line of visible ASCII characters`,
  [AUTH_STRING]: `${AUTH_STRING} must be one line, USER:PASSWORD`,
  [SECRET]: `${SECRET} must not be empty`,
};

real('a secret that Terraform asks for', () => {
  const folder = scratchFolder();
  const terraform = new Terraform(folder);

  beforeAll(async () => {
    // The variables of two stacks, alone: what they are checked for needs no provider.
    const { variable: ofCloud } = stackOf({ worker: { secrets: { DB_PASSWORD: { create: true } } } });
    const { variable: ofServer } = stackOf({
      ...SELF_HOSTED,
      prefect: { api_url: 'https://prefect.example.com/api', auth: 'auth_string' },
    });
    const asked = { [KEY]: ofCloud[KEY], [AUTH_STRING]: ofServer[AUTH_STRING], [SECRET]: ofCloud[SECRET] };
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ variable: asked }));
    await terraform.run('init');
  });

  const plan = (values: Readonly<Record<string, string>>) => {
    const all = { [KEY]: 'pnu_right', [AUTH_STRING]: 'admin:right', [SECRET]: 'right', ...values };
    const given = Object.entries(all).map(([name, value]) => [`TF_VAR_${name}`, value]);
    return terraform.with(Object.fromEntries(given)).try('plan');
  };

  test.each([
    [KEY, 'pnu_hidden\n'],
    [KEY, '\npnu_hidden'],
    [KEY, 'pnu_hidden\r\n'],
    [KEY, 'pnu hidden'],
    [KEY, ' pnu_hidden'],
    [KEY, 'pnu_hidden '],
    [KEY, 'pnu_hidden\t'],
    [KEY, 'pnu_\u200bhidden'],
    [KEY, ''],
    [AUTH_STRING, 'admin:hidden\n'],
    [AUTH_STRING, ' admin:hidden'],
    [AUTH_STRING, 'admin:\nhidden'],
    [AUTH_STRING, ''],
    [SECRET, 'hidden\n'],
    [SECRET, 'hidden '],
    [SECRET, '\nhidden'],
    [SECRET, ' '],
    [SECRET, ''],
  ])('%s cannot be %j, which is not shown', async (name, value) => {
    const { status, output } = await plan({ [name]: value });
    expect([status, output.replace(/\s+/g, ' ')]).toEqual([1, expect.stringContaining(REASONS[name] as string)]);
    expect(output).not.toContain('hidden');
  });

  test.each([
    [KEY, 'pnu_0123456789abcdef'],
    [AUTH_STRING, 'admin:pass word äöü'],
    [SECRET, 'pass word äöü'],
    [SECRET, '-----BEGIN KEY-----\nabc\n-----END KEY-----\n'],
  ])('%s can be %j', async (name, value) => {
    const { status, output } = await plan({ [name]: value });
    expect([status, output]).toEqual([0, expect.any(String)]);
  });
});
