import { checkAlarms } from '../../../src/doctor/checks/alarms';
import { checkEgress } from '../../../src/doctor/checks/egress';
import { checkQueues } from '../../../src/doctor/checks/queues';
import { checkServices } from '../../../src/doctor/checks/service';
import { checkStoppedTasks } from '../../../src/doctor/checks/stopped-tasks';
import { checkWorkerLogs } from '../../../src/doctor/checks/worker-log';
import { type Answers, NOW, refusal, seenBy } from '../../helpers/recorded-aws';

const NAME = 'prefect-worker-prod';
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const task = (id: string) => `arn:aws:ecs:us-east-1:111122223333:task/${NAME}/${id}`;

describe('a service', () => {
  const HEALTHY: Answers = {
    ListTasks: { taskArns: [task('a'), task('b')] },
    DescribeTasks: { tasks: [{ healthStatus: 'HEALTHY' }, { healthStatus: 'HEALTHY' }] },
  };
  const HEALTH = 'ok, worker: health: 2 of 2 tasks are HEALTHY';
  const RUNS = `ok, worker: service: 2 of 2 tasks of ${NAME} run`;
  const primary = (fields: object) => ({ deployments: [{ status: 'PRIMARY', ...fields }] });
  const event = (message: string) => ({ events: [{ id: 'e', createdAt: ago(5), message }] });
  const ROLLED = `(service ${NAME}) (deployment ecs-svc/2) deployment failed: tasks failed to start. rolling back to (deployment ecs-svc/1).`;

  test.each<[string, object, string[]]>([
    ['runs', {}, [RUNS]],
    [
      'was scaled to 0 by hand',
      { desiredCount: 0, runningCount: 0 },
      [`problem scaled-to-zero, worker: service: 0 of 0 tasks of ${NAME} run; the stack wants 2`],
    ],
    [
      'has too few tasks, of which ECS says nothing',
      { runningCount: 1, pendingCount: 1 },
      [`problem tasks-missing, worker: service: 1 of 2 tasks of ${NAME} run, 1 pending`],
    ],
    [
      'has none, for a reason that is known',
      {
        runningCount: 0,
        ...event(`(service ${NAME}) was unable to place a task. Reason: Capacity is unavailable at this time.`),
      },
      [
        expect.stringMatching(
          `^problem no-capacity, worker: service: 0 of 2 tasks of ${NAME} run; ECS says: .*Capacity is unavailable`,
        ),
      ],
    ],
    [
      'failed to deploy',
      primary({ rolloutState: 'FAILED', rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.' }),
      [
        RUNS,
        `problem deployment-failed, worker: service: the deployment of ${NAME} failed: ECS deployment circuit breaker: tasks failed to start.`,
      ],
    ],
    [
      'fails to deploy',
      primary({ rolloutState: 'IN_PROGRESS', failedTasks: 3 }),
      [
        RUNS,
        `problem deployment-failing, worker: service: the deployment of ${NAME} is in progress, and 3 of its tasks failed`,
      ],
    ],
    [
      'is being deployed',
      primary({ rolloutState: 'IN_PROGRESS', failedTasks: 0 }),
      [RUNS, `warning deployment-in-progress, worker: service: the deployment of ${NAME} is in progress`],
    ],
    [
      'was rolled back',
      { ...primary({ rolloutState: 'COMPLETED' }), ...event(ROLLED) },
      [RUNS, `problem rolled-back, worker: service: ECS rolled the deployment of ${NAME} back: ${ROLLED}`],
    ],
    [
      'was rolled back before its last deployment, which completed',
      {
        events: [
          { id: 'f', createdAt: ago(2), message: `(service ${NAME}) (deployment ecs-svc/3) deployment completed.` },
          ...event(ROLLED).events,
        ],
      },
      [RUNS],
    ],
  ])('%s', async (_, service, expected) => {
    expect(await seenBy(checkServices, HEALTHY, { service })).toEqual([...expected, HEALTH]);
  });

  test('of which nobody wants a task is right where a schedule or the stack says so', async () => {
    const none = { desiredCount: 0, runningCount: 0 };
    const right = `ok, worker: service: 0 of 0 tasks of ${NAME} run; 0 is what the stack wants now`;
    for (const worker of [{ scaled: true }, { desiredCount: 0 }]) {
      expect(await seenBy(checkServices, { ListTasks: {} }, { service: none, worker })).toEqual([right]);
    }
  });

  test.each<[string, Answers, string[]]>([
    [
      'unhealthy',
      { ...HEALTHY, DescribeTasks: { tasks: [{ healthStatus: 'UNHEALTHY' }, { healthStatus: 'HEALTHY' }] } },
      ['problem unhealthy, worker: health: 1 of 2 tasks are UNHEALTHY'],
    ],
    ['without a health check', { ...HEALTHY, DescribeTasks: { tasks: [{ healthStatus: 'UNKNOWN' }] } }, []],
    [
      'not for these credentials to see',
      { ListTasks: refusal('AccessDeniedException') },
      ['unread, worker: health: these credentials may not call ecs:DescribeTasks'],
    ],
  ])('has tasks that are %s', async (_, answers, expected) => {
    expect(await seenBy(checkServices, answers)).toEqual([RUNS, ...expected]);
  });

  test('is looked at after the apply only', async () => {
    for (const check of [checkServices, checkStoppedTasks, checkEgress, checkWorkerLogs, checkQueues, checkAlarms]) {
      expect(await seenBy(check, {}, { applied: false })).toEqual([]);
    }
  });
});
