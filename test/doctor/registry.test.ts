import { architecturesIn } from '../../src/doctor/checks/image';
import { existence, partsOf } from '../../src/doctor/registry';
import { LocalServer } from '../helpers/local-server';

let server: LocalServer | undefined;
afterEach(() => server?.stop());

/** A registry of the OCI's API; `auth` is what it wants before it answers. */
async function registry(status: number, auth = false): Promise<string> {
  server = await LocalServer.start(({ url = '', headers, method }, response) => {
    if (url.startsWith('/token')) {
      response.end(
        JSON.stringify({ token: url.includes('scope=repository%3Ateam%2Fprefect%3Apull') ? 'let-me-in' : 'no' }),
      );
    } else if (auth && headers.authorization !== 'Bearer let-me-in') {
      const realm = `http://${headers.host}/token`;
      const challenge = `Bearer realm="${realm}",service="registry",scope="repository:team/prefect:pull"`;
      response.writeHead(401, { 'www-authenticate': challenge }).end();
    } else {
      response.writeHead(method === 'HEAD' && url === '/v2/team/prefect/manifests/1' ? status : 500).end();
    }
  });
  return `127.0.0.1:${server.port}/team/prefect:1`;
}

test.each([
  [200, 'exists'],
  [404, 'missing'],
  [403, 'refused'],
  [429, undefined],
  [503, undefined],
])('a registry that answers %i says %s', async (status, expected) => {
  expect(await existence(await registry(status))).toBe(expected);
  server?.stop();
  expect(await existence(await registry(status, true))).toBe(expected);
});

test('a registry that does not answer says nothing', async () => {
  expect(await existence('127.0.0.1:9/team/prefect:1')).toBeUndefined();
});

const DIGEST = `sha256:${'a'.repeat(64)}`;

test.each([
  ['python', 'registry-1.docker.io', 'library/python', 'latest'],
  ['prefecthq/prefect-aws:0.7.12-python3.12', 'registry-1.docker.io', 'prefecthq/prefect-aws', '0.7.12-python3.12'],
  ['docker.io/prefecthq/prefect:3', 'registry-1.docker.io', 'prefecthq/prefect', '3'],
  ['localhost:5000/a/b:1', 'localhost:5000', 'a/b', '1'],
  [`ghcr.io/team/a:1@${DIGEST}`, 'ghcr.io', 'team/a', DIGEST],
])('%s is asked for as Docker does', (image, host, repository, reference) => {
  expect(partsOf(image)).toEqual({ host, repository, reference });
});

test('an index names its architectures; what signs it is none', () => {
  const manifests = ['arm64', 'unknown', 'amd64'].map((architecture) => ({ platform: { architecture } }));
  expect(architecturesIn(JSON.stringify({ manifests }))).toEqual(['amd64', 'arm64']);
  expect(architecturesIn('{"config":{}}')).toEqual([]);
});
