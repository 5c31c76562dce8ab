import { join } from 'node:path';
import { credentialsOf } from '../../src/init/credentials';
import { folderOf } from '../helpers/stack-files';

const folder = folderOf({ config: '[default]\nregion = eu-west-1\n', 'profiles.toml': 'active = "x"\n' });
const NOWHERE = join(folder, 'nothing');
const NONE = { AWS_SHARED_CREDENTIALS_FILE: NOWHERE, AWS_CONFIG_FILE: NOWHERE, PREFECT_HOME: NOWHERE };

test.each([
  ['nothing', {}, []],
  ['a profile of AWS', { AWS_CONFIG_FILE: join(folder, 'config') }, ['AWS']],
  ['a key of AWS', { AWS_ACCESS_KEY_ID: 'AKIA' }, ['AWS']],
  ['an empty variable', { AWS_PROFILE: '', PREFECT_API_KEY: '' }, []],
  ['profiles of Prefect', { PREFECT_HOME: folder }, ['Prefect']],
  ['both', { AWS_PROFILE: 'x', PREFECT_API_URL: 'http://prefect:4200/api' }, ['AWS', 'Prefect']],
])('finds credentials in %s', (_, env, expected) => {
  expect(credentialsOf({ ...NONE, ...env })).toEqual(expected);
});
