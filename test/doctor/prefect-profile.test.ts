import { join } from 'node:path';
import { prefectProfile } from '../../src/doctor/prefect-profile';
import { folderOf } from '../helpers/stack-files';

const CLOUD = 'https://api.prefect.cloud/api';
const KEY = 'pnu_not-in-clear-text';

const PROFILES = `
active = "cloud"

[profiles.cloud]
PREFECT_API_URL = "${CLOUD}/accounts/a/workspaces/w"
PREFECT_API_KEY = "${KEY}"

[profiles.own]
PREFECT_API_URL = "http://prefect:4200/api/"
PREFECT_API_AUTH_STRING = "admin:secret"
`;

const home = (text = PROFILES) => ({ PREFECT_HOME: folderOf({ 'profiles.toml': text }) });
const CLOUD_PROFILE = {
  apiUrl: `${CLOUD}/accounts/a/workspaces/w`,
  credential: { kind: 'api key', value: KEY },
  cloudUrl: CLOUD,
  unread: [],
};
const OWN_PROFILE = {
  apiUrl: 'http://prefect:4200/api',
  credential: { kind: 'auth string', value: 'admin:secret' },
  cloudUrl: CLOUD,
  unread: [],
};

test('is the active one, or the one that is named', () => {
  expect(prefectProfile(undefined, home())).toEqual(CLOUD_PROFILE);
  expect(prefectProfile('own', home())).toEqual(OWN_PROFILE);
  expect(prefectProfile(undefined, { ...home(), PREFECT_PROFILE: 'own' })).toEqual(OWN_PROFILE);
});

test('variables of the environment go before the active profile, and behind a named one', () => {
  const env = { ...home(), PREFECT_API_URL: 'http://other/api' };
  expect(prefectProfile(undefined, env).apiUrl).toBe('http://other/api');
  expect(prefectProfile(undefined, { ...home(), PREFECT_API_URL: ' ' })).toEqual(CLOUD_PROFILE);
  expect(prefectProfile('own', env).apiUrl).toBe('http://prefect:4200/api');
});

test.each([
  ['is not there', 'nowhere', PROFILES, /profiles\.toml has no profile "nowhere"$/],
  ['has the name of something of every object', 'toString', PROFILES, /has no profile "toString"$/],
  [
    'is in a file that is no TOML',
    'cloud',
    `PREFECT_API_KEY = ${KEY}`,
    /profiles\.toml cannot be read \(invalid TOML\)$/,
  ],
])('fails on one that %s, without its key', (_, name, text, message) => {
  const { unread, ...rest } = prefectProfile(name, home(text));
  expect(rest).toEqual({ cloudUrl: CLOUD });
  expect(unread).toEqual([expect.stringMatching(message)]);
  expect(unread.join()).not.toContain(KEY);
});

test('without the file of profiles, a named one is missing, and the environment is enough', () => {
  const PREFECT_PROFILES_PATH = join(folderOf({}), 'profiles.toml');
  expect(prefectProfile('own', { PREFECT_PROFILES_PATH }).unread).toEqual([
    `${PREFECT_PROFILES_PATH} cannot be read (ENOENT)`,
  ]);
  const env = { PREFECT_PROFILES_PATH, PREFECT_API_URL: 'http://other/api' };
  expect(prefectProfile(undefined, env)).toEqual({ apiUrl: 'http://other/api', cloudUrl: CLOUD, unread: [] });
});
