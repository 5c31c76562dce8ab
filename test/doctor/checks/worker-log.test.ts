import { checkWorkerLogs } from '../../../src/doctor/checks/worker-log';
import { type Answers, NOW, refusal, seenBy } from '../../helpers/recorded-aws';

const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);

describe("the worker's log", () => {
  const GROUP = 'prefect-worker-log-group-prod';
  const holding = (...events: [number, string][]): Answers => ({
    FilterLogEvents: { events: events.map(([minutes, message]) => ({ message, timestamp: ago(minutes).getTime() })) },
  });

  test.each<[string, Answers, string[]]>([
    ['reports nothing', holding(), [`ok, worker: log: nothing in ${GROUP} reports a problem in the last hour`]],
    [
      'reports what is of no matter',
      holding([1, 'KeyError in a flow']),
      [`ok, worker: log: nothing in ${GROUP} reports a problem in the last hour`],
    ],
    [
      'reports one thing twice, just now',
      holding([9, '401 Unauthorized'], [1, 'httpx: 401 Unauthorized'], [5, '401 Unauthorized']),
      [
        'problem unauthorized, worker: log: 3 times in the last hour, the last time 1 minute ago: httpx: 401 Unauthorized',
      ],
    ],
    [
      'reported something a while ago',
      holding([40, '401 Unauthorized']),
      ['warning unauthorized, worker: log: once in the last hour, the last time 40 minutes ago: 401 Unauthorized'],
    ],
    [
      'has no group',
      { FilterLogEvents: refusal('ResourceNotFoundException') },
      [`problem log-group-missing, worker: log: there is no log group ${GROUP}`],
    ],
    [
      'may not be read',
      { FilterLogEvents: refusal('AccessDeniedException') },
      ['unread, worker: log: these credentials may not call logs:FilterLogEvents'],
    ],
  ])('%s', async (_, answers, expected) => {
    expect(await seenBy(checkWorkerLogs, answers)).toEqual(expected);
  });

  test('of which only a part was read is not called fine', async () => {
    const answers: Answers = { FilterLogEvents: { events: [], nextToken: 'more' } };
    expect(await seenBy(checkWorkerLogs, answers)).toEqual([
      `unread, worker: log: ${GROUP} is long: only the first part of the last hour was read, and it reports no problem`,
    ]);
  });

  test('is read page by page, and not for ever', async () => {
    const tokens: unknown[] = [];
    const answers: Answers = {
      FilterLogEvents: ({ nextToken }) => {
        tokens.push(nextToken);
        return { events: [{ message: '401 Unauthorized', timestamp: NOW.getTime() }], nextToken: `${tokens.length}` };
      },
    };
    const [line] = await seenBy(checkWorkerLogs, answers);
    expect(tokens).toEqual([undefined, ...Array.from({ length: 19 }, (_, index) => `${index + 1}`)]);
    expect(line).toContain('20 times in the last hour, the last time 0 minutes ago');
  });
});
