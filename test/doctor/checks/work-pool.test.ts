import { checkWorkPools } from '../../../src/doctor/checks/work-pool';
import { AnsweringPrefect, POOL, type PrefectAnswers, pool, TEMPLATE } from '../../helpers/prefect-answers';
import { type Situation, seenInPrefect } from '../../helpers/recorded-aws';

const prefect = new AnsweringPrefect();
afterEach(() => prefect.stop());
const OWN = 'ok, worker: work pool template: it is the one of this stack';

describe('the work pool', () => {
  test.each<[string, PrefectAnswers, Situation, string[]]>([
    ['is polled', pool(), {}, [`ok, worker: work pool: ${POOL} is READY: a worker polls it`, OWN]],
    ['is not there', {}, {}, [`problem pool-not-found, worker: work pool: there is no work pool ${POOL}`]],
    [
      'is not there yet',
      {},
      { applied: false },
      [`skipped, worker: work pool: ${POOL} does not exist; create it after the apply`],
    ],
    [
      'is of another type than its worker',
      pool({ type: 'process' }),
      {},
      [`problem pool-type, worker: work pool: the type of ${POOL} is process, and the worker's is ecs`, OWN],
    ],
    ['is paused', pool({ is_paused: true }), {}, [`problem pool-paused, worker: work pool: ${POOL} is paused`, OWN]],
    [
      'is paused by its status',
      pool({ status: 'PAUSED' }),
      {},
      [`problem pool-paused, worker: work pool: ${POOL} is paused`, OWN],
    ],
    [
      'is not polled',
      pool({ status: 'NOT_READY' }),
      {},
      [`problem pool-not-polled, worker: work pool: ${POOL} is NOT_READY: no worker polls it`, OWN],
    ],
    ...[{ applied: false }, { service: { desiredCount: 0 } }].map(
      (situation): [string, PrefectAnswers, Situation, string[]] => [
        'is not polled, which is right',
        pool({ status: 'NOT_READY' }),
        situation,
        [`skipped, worker: work pool: ${POOL} exists; nothing polls it, as no task of the worker is to run`, OWN],
      ],
    ),
    [
      'has been edited',
      pool({
        base_job_template: { ...TEMPLATE, variables: { ...TEMPLATE.variables, type: 'other', required: ['a'] } },
      }),
      {},
      [
        `ok, worker: work pool: ${POOL} is READY: a worker polls it`,
        `warning template-differs, worker: work pool template: the template of ${POOL} differs at variables.type, variables.required`,
      ],
    ],
    [
      "has Prefect's own template",
      pool({ base_job_template: { job_configuration: {}, variables: { properties: { cluster: {} } } } }),
      {},
      [
        `ok, worker: work pool: ${POOL} is READY: a worker polls it`,
        `problem default-template, worker: work pool template: ${POOL} has a template without cluster and roles, as Prefect creates it by default`,
      ],
    ],
  ])('%s', async (_, answers, situation, expected) => {
    const lines = await seenInPrefect(checkWorkPools, await prefect.start(answers), {}, situation);
    expect(lines).toEqual(expected);
  });

  test('of a worker of type process is right to be of that type', async () => {
    const command = ['prefect', 'worker', 'start', '-p', POOL, '--type', 'process'];
    const worker = { task: { containers: [{ name: 'w', command }], architecture: 'X86_64' } };
    const url = await prefect.start(pool({ type: 'process' }));
    const [line] = await seenInPrefect(checkWorkPools, url, {}, { worker });
    expect(line).toBe(`ok, worker: work pool: ${POOL} is READY: a worker polls it`);
  });

  test('of a worker whose command names none is not looked for', async () => {
    const worker = { task: { containers: [{ name: 'w' }], architecture: 'X86_64' } };
    expect(await seenInPrefect(checkWorkPools, await prefect.start({}), {}, { worker })).toEqual([]);
  });

  test('that Prefect does not show is no finding of ours', async () => {
    const url = await prefect.start({ [`/work_pools/${POOL}`]: 500 });
    await expect(seenInPrefect(checkWorkPools, url)).rejects.toThrow('500');
  });
});
