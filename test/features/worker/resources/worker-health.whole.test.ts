import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HEALTH_CHECK, HEALTH_PROBE } from '../../../../src/features/worker/resources/worker-health';
import { literal } from '../../../../src/terraform/terraform-text';
import { LocalServer } from '../../../helpers/local-server';
import { scratchFolder } from '../../../helpers/stack-files';

test('the health check runs the probe without a shell, and leaves a first start two minutes', () => {
  expect(HEALTH_CHECK).toEqual({
    command: ['CMD', 'python', '-c', HEALTH_PROBE],
    interval: 30,
    timeout: 10,
    retries: 3,
    startPeriod: 120,
  });
});

test('the probe holds nothing that Terraform would evaluate', () => {
  expect(literal(HEALTH_PROBE)).toBe(HEALTH_PROBE);
});

/** The image brings Python; a machine without it cannot run the probe. Where all tools must be there, it must too. */
const hasPython = process.env['REQUIRE_TOOLS'] !== undefined || spawnSync('python3', ['--version']).status === 0;

(hasPython ? describe : describe.skip)('the probe (needs python3)', () => {
  const NOWHERE = 'http://127.0.0.1:1/api';
  let workerSays = 200;
  let server: LocalServer;

  beforeAll(async () => {
    server = await LocalServer.start(({ url }, response) => {
      response.writeHead(url === '/health' ? workerSays : 404).end();
    });
  });
  afterAll(() => server.stop());

  /** Whether the task counts as healthy, with a worker that says `status` and an API at `apiUrl`. */
  async function healthy(status: number, apiUrl: string, marker = join(scratchFolder(), 'reached')): Promise<boolean> {
    workerSays = status;
    const probe = HEALTH_PROBE.replace('8080', String(server.port)).replace('/tmp/prefect-api-reached', marker);
    const child = spawn('python3', ['-c', probe], { env: { PATH: process.env['PATH'], PREFECT_API_URL: apiUrl } });
    const [code] = await once(child, 'close');
    return code === 0;
  }

  test('passes when the worker polls and the API has answered, whatever its answer, and remembers that', async () => {
    const marker = join(scratchFolder(), 'reached');
    expect(await healthy(200, `${server.url}/api`, marker)).toBe(true);
    expect(existsSync(marker)).toBe(true);
  });

  test('fails when the API was never reached', async () => {
    expect(await healthy(200, NOWHERE)).toBe(false);
  });

  test('passes when the API was reached once: the worker itself counts its failures from there', async () => {
    const marker = join(scratchFolder(), 'reached');
    writeFileSync(marker, '');
    expect(await healthy(200, NOWHERE, marker)).toBe(true);
  });

  test('fails when the worker says that it has not polled for too long', async () => {
    expect(await healthy(503, `${server.url}/api`)).toBe(false);
  });
});
