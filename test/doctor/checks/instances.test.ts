import { checkInstances } from '../../../src/doctor/checks/instances';
import { type Answers, seenBy } from '../../helpers/recorded-aws';

describe('instances', () => {
  const joined = (...instances: readonly object[]): Answers => ({
    ListContainerInstances: {
      containerInstanceArns: instances.map((_, at) => `arn:aws:ecs:::container-instance/${at}`),
    },
    DescribeContainerInstances: {
      containerInstances: instances.map((one, at) => ({
        ec2InstanceId: `i-${at}`,
        status: 'ACTIVE',
        agentConnected: true,
        ...one,
      })),
    },
  });

  test.each<[string, Answers, string]>([
    ['are connected', joined({}, {}), 'ok, instances: 2 have joined prefect-worker-ec2, all of them connected'],
    ['are too few', joined(), 'problem instances-missing, instances: 0 of at least 1 have joined prefect-worker-ec2'],
    [
      'have lost their agent',
      joined({}, { agentConnected: false }),
      'problem agent-disconnected, instances: the agent of i-1 is not connected',
    ],
    [
      'are drained, which ends their agent',
      joined({}, { agentConnected: false, status: 'DRAINING' }),
      'ok, instances: 2 have joined prefect-worker-ec2, all of them connected',
    ],
  ])('%s', async (_, answers, line) => {
    expect(await seenBy(checkInstances, answers, { example: 'ec2' })).toEqual([line]);
  });

  test('that a stack does not have are not looked at', async () => {
    expect(await seenBy(checkInstances, {})).toEqual([]);
  });
});
