import { checkStoppedTasks } from '../../../src/doctor/checks/stopped-tasks';
import { type Answers, refusal, seenBy } from '../../helpers/recorded-aws';

const NAME = 'prefect-worker-prod';
const task = (id: string) => `arn:aws:ecs:us-east-1:111122223333:task/${NAME}/${id}`;

describe('stopped tasks', () => {
  const SUBJECT = 'worker: stopped tasks';
  const EXITED = { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited' };
  const containers = (exitCode: number) => [{ name: NAME, exitCode }];
  const stopped = (...tasks: object[]): Answers => ({
    ListTasks: ({ desiredStatus }) => ({
      taskArns: desiredStatus === 'STOPPED' ? tasks.map((_, at) => task(`${at}`)) : [],
    }),
    DescribeTasks: { tasks: tasks.map((one, at) => ({ taskArn: task(`${at}`), lastStatus: 'STOPPED', ...one })) },
  });
  const logged = (...messages: string[]): Answers => ({
    GetLogEvents: { events: messages.map((message) => ({ message })) },
  });

  test.each<[string, Answers, string[]]>([
    ['are none', stopped(), [`ok, ${SUBJECT}: none in the last hour`]],
    [
      'were replaced, scaled in, or stopped by somebody',
      stopped(
        {
          stopCode: 'ServiceSchedulerInitiated',
          stoppedReason: 'Scaling activity initiated by (deployment ecs-svc/1)',
        },
        { stopCode: 'UserInitiated', stoppedReason: 'Task stopped by user' },
      ),
      [`ok, ${SUBJECT}: 2 in the last hour, all of them replaced or scaled in`],
    ],
    [
      'did not start, for one reason',
      stopped(
        ...[1, 2].map(() => ({
          stopCode: 'TaskFailedToStart',
          stoppedReason: 'ResourceInitializationError: unable to pull secrets or registry auth: dial tcp: i/o timeout',
        })),
      ),
      [
        `warning secret-unreachable, ${SUBJECT}: 2 tasks: TaskFailedToStart; ResourceInitializationError: unable to pull secrets or registry auth: dial tcp: i/o timeout`,
      ],
    ],
    [
      'ended with a line that is known',
      { ...stopped({ ...EXITED, containers: containers(1) }), ...logged('Starting', '401 Unauthorized', 'bye') },
      [
        `warning unauthorized, ${SUBJECT}: EssentialContainerExited; Essential container in task exited; ${NAME} exited with 1; its log says: 401 Unauthorized`,
      ],
    ],
    [
      'ended with a line that is not',
      { ...stopped({ ...EXITED, containers: containers(1) }), ...logged('Starting', 'bye') },
      [
        `warning worker-exited, ${SUBJECT}: EssentialContainerExited; Essential container in task exited; ${NAME} exited with 1; the last line of its log: bye`,
      ],
    ],
    [
      'were killed before they wrote a line',
      { ...stopped({ ...EXITED, containers: containers(137) }), GetLogEvents: refusal('ResourceNotFoundException') },
      [
        `warning killed, ${SUBJECT}: EssentialContainerExited; Essential container in task exited; ${NAME} exited with 137`,
      ],
    ],
    [
      'have a log that may not be read',
      { ...stopped({ ...EXITED, containers: containers(1) }), GetLogEvents: refusal('AccessDeniedException') },
      [
        `warning worker-exited, ${SUBJECT}: EssentialContainerExited; Essential container in task exited; ${NAME} exited with 1`,
      ],
    ],
    [
      'may not be listed, which AWS names',
      {
        ListTasks: refusal(
          'AccessDeniedException',
          'User: arn:aws:iam::111122223333:user/ops is not authorized to perform: ecs:ListTasks on resource: *',
        ),
      },
      [`unread, ${SUBJECT}: these credentials may not call ecs:ListTasks`],
    ],
  ])('%s', async (_, answers, expected) => {
    expect(await seenBy(checkStoppedTasks, answers)).toEqual(expected);
  });

  test('are a problem where tasks are missing', async () => {
    const answers = { ...stopped({ ...EXITED, containers: containers(137) }), ...logged() };
    const [line] = await seenBy(checkStoppedTasks, answers, { service: { runningCount: 0 } });
    expect(line).toMatch(/^problem killed/);
  });

  test('name the stream of the log that is read', async () => {
    const asked: object[] = [];
    const answers: Answers = {
      ...stopped({ ...EXITED, containers: containers(1) }),
      GetLogEvents: (input) => {
        asked.push(input);
        return { events: [] };
      },
    };
    await seenBy(checkStoppedTasks, answers);
    expect(asked).toEqual([
      { logGroupName: 'prefect-worker-log-group-prod', logStreamName: `prefect-worker-prod/${NAME}/0`, limit: 50 },
    ]);
  });
});
