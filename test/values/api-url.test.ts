import { refusalOfValues, SELF_HOSTED } from '../helpers/refusals';
import { environmentOf } from '../helpers/stack-files';

const at = (api_url: string, worker: object = {}) => ({
  ...SELF_HOSTED,
  prefect: { api_url, auth: 'none' },
  worker,
});

describe('the URL of the API', () => {
  test.each([
    'https://prefect.example.com/api',
    'http://prefect.internal:4200/api',
    'http://prefect:65535/api',
    'http://10.1.2.3:4200/api',
    'https://example.com/tools/prefect/api',
    'https://prefect.example.com/api/',
    'http://127-0-0-1.example.com/api',
    'https://localhost.example.com/api',
  ])('can be %s', (url) => {
    expect(environmentOf(at(url)).prefect.apiUrl).toBe(url);
  });

  test('can be the one of a workspace of Prefect Cloud', () => {
    const api_url =
      'https://api.prefect.cloud/api/accounts/6e02a1db-07de-4760-a15d-60d8fe0b04e1/workspaces/54cdfc71-9f13-41ba-9492-e1cf24eed185';
    expect(environmentOf({ ...SELF_HOSTED, prefect: { api_url } }).prefect.apiUrl).toBe(api_url);
  });

  test.each([
    ['with a port that is too high', 'http://h:99999/api', 'the port from 1 to 65535'],
    ['with port 0', 'http://h:0/api', 'the port from 1 to 65535'],
    ['without /api', 'http://prefect.internal:4200', 'which ends in /api'],
    ['with another path', 'https://prefect.example.com/apis', 'which ends in /api'],
    ['with more behind /api', 'https://prefect.example.com/api/flows', 'which ends in /api'],
    ['of another scheme', 'ftp://prefect.example.com/api', 'must be the URL of a Prefect API'],
    ['without a scheme', 'prefect.example.com/api', 'must be the URL of a Prefect API'],
    ['with a query', 'https://prefect.example.com/api?x=1', 'without user, password and query'],
    ['with a newline', 'https://prefect.example.com/api\n', 'must be the URL of a Prefect API'],
    ['with an empty part of the host', 'https://prefect..example.com/api', 'must be the URL of a Prefect API'],
    ['with numbers that no address has', 'http://10.1.2.300/api', 'must have a host that exists'],
    ['of the pages for people', 'https://app.prefect.cloud/account/a/workspace/b', 'must be the URL of a Prefect API'],
    ['below the pages for people', 'https://app.prefect.cloud/api', 'set prefect_account_id and prefect_workspace_id'],
  ])('cannot be one %s', (_, url, message) => {
    expect(refusalOfValues(at(url))).toContain(message);
  });

  test.each([
    'http://localhost:4200/api',
    'http://prefect.localhost/api',
    'http://127.0.0.1:4200/api',
    'http://127.1/api',
    'http://0x7f.1/api',
    'http://2130706433/api',
    'http://0.0.0.0:4200/api',
    'http://LOCALHOST/api',
    'http://host.docker.internal:4200/api',
    'http://169.254.170.2/api',
  ])('cannot be the task itself: %s', (url) => {
    expect(refusalOfValues(at(url))).toContain(`prefect.api_url: "${url}"\n    is the address of the task itself`);
  });

  test('can be a sidecar of the same task', () => {
    const url = 'http://localhost:4200/api';
    expect(environmentOf(at(url, { sidecars: { proxy: { image: 'proxy:1' } } })).prefect.apiUrl).toBe(url);
  });
});

test.each([
  ['of a state', { backend: { http: { address: 'https://state.example.com:70000/a' } } }],
  ['of a repository', { image: { code: { git: { repository: 'https://git.example.com:70000/a' } } } }],
])('a port that is too high is refused in the URL %s too', (_, fields) => {
  expect(refusalOfValues(fields)).toContain('without user and password');
});
