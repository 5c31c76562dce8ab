import { createServer, type Server } from 'node:http';
import { parse } from 'yaml';
import { command } from '../helpers/command';
import { filesIn } from '../helpers/folder';
import { withPrefect } from '../helpers/prefect-real';
import { PrefectServer } from '../helpers/prefect-server';
import { run } from '../helpers/run';
import { folderOf, REQUIRED, scratchFolder } from '../helpers/stack-files';

const AUTH_STRING = 'admin:not-in-clear-text';
const NETWORK = ['--vpc', REQUIRED.vpc_id, '--subnets', ...REQUIRED.worker_subnets];
/** AWS is not asked: no region is known. */
const NO_AWS = {
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
};

withPrefect('init, looking up what exists in Prefect', () => {
  let server: PrefectServer;

  beforeAll(async () => {
    server = await PrefectServer.start({ authString: AUTH_STRING });
    for (const [name, type] of [
      ['ecs-pool', 'ecs'],
      ['local', 'process'],
    ]) {
      await server.prefect(['work-pool', 'create', String(name), '--type', String(type)]);
    }
  });
  afterAll(() => server?.stop());

  const profile = () =>
    folderOf({
      'profiles.toml': `active = "own"\n[profiles.own]\nPREFECT_API_URL = "${server.apiUrl}"\nPREFECT_API_AUTH_STRING = "${AUTH_STRING}"\n`,
    });

  test('takes the server of the active profile, and its only work pool of type ecs', () => {
    const folder = scratchFolder();
    const env = { ...NO_AWS, PREFECT_HOME: profile(), PREFECT_API_URL: '', PREFECT_API_KEY: '' };
    const args = ['init', 'dev', '--look-up', '--region', 'us-east-1', '--auth', 'auth_string', ...NETWORK];
    const { status, stdout, stderr } = command([...args, '--dir', folder], env);
    expect([status, stderr]).toEqual([1, expect.stringMatching(/prefect\.api_url: "http:\/\/127\.0\.0\.1:\d+\/api"/)]);
    expect(stdout + stderr).not.toContain('not-in-clear-text');
    // Tasks reach it by another name.
    const reached = [...args, '--prefect', 'http://prefect.internal:4200/api', '--pool', 'ecs-pool', '--dir', folder];
    expect(command(reached, env)).toMatchObject({ status: 0 });
    expect(parse(filesIn(folder)['stacks/dev.yaml'] as string)).toMatchObject({
      prefect: { api_url: 'http://prefect.internal:4200/api', auth: 'auth_string' },
      worker_work_pool_name: 'ecs-pool',
    });
  });

  describe('of Prefect Cloud, for which this server stands in behind its paths', () => {
    let cloud: Server;
    let url: string;
    const workspaces = [{ account_id: REQUIRED.prefect_account_id, workspace_id: REQUIRED.prefect_workspace_id }];

    beforeAll(async () => {
      // As prefect 3.8.8 reads it: prefect/client/cloud.py, read_workspaces.
      const answer = workspaces.map((one) => ({ ...one, account_handle: 'acme', workspace_handle: 'prod' }));
      cloud = createServer(async ({ url: path = '', method = '', headers }, response) => {
        const known = headers.authorization === 'Bearer pnu_key';
        const [, rest] = /^\/api\/accounts\/[^/]+\/workspaces\/[^/]+(\/.*)$/.exec(path) ?? [];
        const asked = rest === undefined || method !== 'POST' ? undefined : await server.api('POST', rest, {});
        const body = path === '/api/me/workspaces' ? answer : asked;
        response.writeHead(known ? 200 : 401, { 'content-type': 'application/json' });
        response.end(JSON.stringify(known ? body : {}));
      });
      await new Promise<void>((resolve) => cloud.listen(0, '127.0.0.1', resolve));
      url = `http://127.0.0.1:${(cloud.address() as { port: number }).port}/api`;
    });
    afterAll(() => cloud?.close());

    const init = (folder: string, key: string) => {
      const env = {
        ...NO_AWS,
        PREFECT_HOME: folder,
        PREFECT_CLOUD_API_URL: url,
        PREFECT_API_KEY: key,
        PREFECT_API_URL: '',
      };
      const args = ['init', 'dev', '--look-up', '--region', 'us-east-1', ...NETWORK, '--dir', folder];
      return run(process.execPath, [require.resolve('../../dist/cli.js'), ...args], {
        env: { ...process.env, ...env },
      });
    };

    test('takes the only workspace, and its work pool', async () => {
      const folder = scratchFolder();
      expect(await init(folder, 'pnu_key')).toMatchObject({ status: 0 });
      expect(parse(filesIn(folder)['stacks/dev.yaml'] as string)).toMatchObject({
        prefect_account_id: REQUIRED.prefect_account_id,
        prefect_workspace_id: REQUIRED.prefect_workspace_id,
        worker_work_pool_name: 'ecs-pool',
      });
    });

    test('says that the key is refused, and what to set', async () => {
      const { status, output } = await init(scratchFolder(), 'pnu_other');
      expect(status).toBe(2);
      expect(output).toMatch(/not looked up: workspaces: Prefect answers: GET \/me\/workspaces: 401/);
      expect(output).toContain('→ set --workspace ID');
      expect(output).not.toContain('pnu_other');
    });
  });
});
