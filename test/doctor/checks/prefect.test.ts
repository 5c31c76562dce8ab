import { reachPrefect } from '../../../src/doctor/checks/prefect';
import { AnsweringPrefect } from '../../helpers/prefect-answers';
import { type Answers, contextOf, linesOf, refusal, type Situation } from '../../helpers/recorded-aws';

const prefect = new AnsweringPrefect();
afterEach(() => prefect.stop());

describe("Prefect's API", () => {
  const ANSWERS = { '/health': true, '/work_pools/filter': [] };
  const KEY: Answers = { GetSecretValue: { SecretString: 'pnu_A1b2C3' } };
  const DENIED: Answers = { GetSecretValue: refusal('AccessDeniedException') };

  /** What is found of an API at this URL; the rest is as in the example. */
  async function reached(url: string | undefined, answers: Answers, situation: Situation = {}, fields: object = {}) {
    const environment = url === undefined ? [] : [{ name: 'PREFECT_API_URL', value: url }];
    const container = { environment, ...fields };
    const { findings, api } = await reachPrefect(contextOf(answers, { ...situation, container }));
    return { lines: linesOf(findings), api };
  }

  test("is asked with the worker's own key", async () => {
    const url = await prefect.start(ANSWERS);
    const { lines, api } = await reached(url, KEY);
    expect(lines).toEqual([`ok, Prefect API: ${url} answers, and takes the worker's own credential`]);
    expect([api?.authorized, prefect.authorization]).toEqual([true, 'Bearer pnu_A1b2C3']);
  });

  test.each<[string, Answers]>([
    ['may not be read', DENIED],
    ['has the wrong form', { GetSecretValue: { SecretString: 'pnu\n' } }],
  ])("is asked with the caller's key, where the worker's own %s", async (_, answers) => {
    const url = await prefect.start(ANSWERS);
    const { lines } = await reached(url, answers, { env: { PREFECT_API_KEY: ' mine ' } });
    expect(lines).toEqual([`ok, Prefect API: ${url} answers, and takes yours`]);
    expect(prefect.authorization).toBe('Bearer mine');
  });

  test.each<[boolean, string]>([
    [true, 'unread'],
    [false, 'skipped'],
  ])('is not looked at further without a credential; applied: %s', async (applied, status) => {
    const url = await prefect.start(ANSWERS);
    const { lines, api } = await reached(url, DENIED, { applied });
    expect(lines).toEqual([
      `${status}, Prefect API: ${url} answers; work pool and flow runs were not looked at, for lack of a credential`,
    ]);
    expect(api).toBeUndefined();
  });

  test.each<[number, string]>([
    [401, "problem unauthorized, Prefect API: URL refuses the worker's own credential: 401"],
    [403, "problem unauthorized, Prefect API: URL refuses the worker's own credential: 403"],
    [404, "problem workspace-missing, Prefect API: URL refuses the worker's own credential: 404"],
    [500, 'unread, Prefect API: URL: POST /work_pools/filter: 500 {"detail":"no"}'],
  ])('answers %i', async (status, expected) => {
    const url = await prefect.start({ ...ANSWERS, '/work_pools/filter': status });
    const { lines, api } = await reached(url, KEY);
    expect([lines, api]).toEqual([[expected.replace('URL', url)], undefined]);
  });

  test.each<[string, object, string]>([
    [
      'a secret',
      { secrets: [{ name: 'PREFECT_API_URL', valueFrom: 'arn:aws:ssm:::parameter/url' }] },
      'its URL is in a secret',
    ],
    ['the apply', { secrets: [] }, 'its URL is only known after the apply'],
  ])('is not found where only %s has its URL', async (_, fields, seen) => {
    const { lines } = await reached(undefined, KEY, {}, fields);
    expect(lines).toEqual([`unread, Prefect API: ${seen}`]);
  });

  test('is found by the variable of this process then', async () => {
    const url = await prefect.start(ANSWERS);
    const { lines } = await reached(undefined, {}, { env: { PREFECT_API_URL: url } }, { secrets: [] });
    expect(lines).toEqual([`ok, Prefect API: ${url} answers`]);
  });

  test('of a stack without a service is not looked for', async () => {
    expect(await reachPrefect({ ...contextOf({}), workers: [] })).toEqual({ findings: [] });
  });
});
