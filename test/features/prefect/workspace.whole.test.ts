import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { LocalServer } from '../../helpers/local-server';
import { environmentOf } from '../../helpers/stack-files';
import { runbookOf, stackOf } from '../../helpers/synthesized';

const BY_HANDLE = { prefect_account_id: null, prefect_workspace_id: null, prefect: { workspace: 'acme/data' } };
const ACCOUNT = '6e02a1db-07de-4760-a15d-60d8fe0b04e1';
const WORKSPACE = '54cdfc71-9f13-41ba-9492-e1cf24eed185';

/** As Prefect Cloud answers GET /me/workspaces, less what is not read. */
const WORKSPACES = [
  { account_handle: 'acme', workspace_handle: 'data-2', account_id: ACCOUNT, workspace_id: ACCOUNT },
  { account_handle: 'acme', workspace_handle: 'data', account_id: ACCOUNT, workspace_id: WORKSPACE },
];

describe('a workspace by its handles', () => {
  test('leaves its IDs to those who apply, who must give both', () => {
    const { variable } = stackOf(BY_HANDLE);
    for (const name of ['prefect_account_id', 'prefect_workspace_id']) {
      expect(variable?.[name]).toMatchObject({ type: 'string', validation: [expect.anything()] });
      expect(variable?.[name]).not.toHaveProperty('default');
    }
  });

  test('tells pools of one name in different workspaces apart', () => {
    const { prefect } = environmentOf(BY_HANDLE);
    expect(prefect.workspace).toBe('acme/data');
    expect(runbookOf(BY_HANDLE)).not.toContain('undefined');
  });

  test('is found by the commands of the runbook, and by no other key', async () => {
    const asked: (string | undefined)[] = [];
    const server = await LocalServer.start(({ url, headers: { authorization } }, answer) => {
      asked.push(url, authorization);
      answer.end(JSON.stringify(WORKSPACES));
    });
    const commands = ['Log in to Prefect', 'Apply'].flatMap((title) => blockOf(runbookOf(BY_HANDLE), title));
    // The address that the worker gets stays Prefect Cloud's.
    const script = commands.join('\n').replace('-H @- https://api.prefect.cloud', `-H @- ${server.url}`);
    const { stdout } = await promisify(execFile)('sh', ['-ec', script.replace('> prefect.auto.tfvars.json', '')], {
      env: { PATH: process.env['PATH'], PREFECT_API_KEY: 'the-key' },
    });
    server.stop();
    expect(asked).toEqual(['/api/me/workspaces', 'Bearer the-key']);
    expect(stdout.trim().split('\n')).toEqual([
      `https://api.prefect.cloud/api/accounts/${ACCOUNT}/workspaces/${WORKSPACE}`,
      `{"prefect_account_id": "${ACCOUNT}", "prefect_workspace_id": "${WORKSPACE}"}`,
    ]);
  });
});

/** The commands of a section that deal with the address of the workspace. */
function blockOf(page: string, title: string): string[] {
  const section = page.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, commands = '']) =>
    commands.split('\n').filter((line) => line.includes('PREFECT_API_URL')),
  );
}
