import { findLive } from '../../src/doctor/live-workers';
import { type PlannedWorker, plannedWorkers } from '../../src/doctor/workers';
import { stackOf } from '../helpers/doctor-stack';
import { type Answers, linesOf, recordedAws, refusal } from '../helpers/recorded-aws';

const NAME = 'prefect-worker-prod';

describe('what runs of a worker', () => {
  const SERVICE = { serviceName: NAME, status: 'ACTIVE', taskDefinition: `${NAME}:3` };

  async function live(answers: Answers, example = 'prod') {
    const stack = stackOf(example);
    const [planned] = plannedWorkers(stack);
    const { worker, findings } = await findLive(recordedAws(answers), stack, planned as PlannedWorker);
    return { live: worker.live, lines: linesOf(findings) };
  }

  test('is its service, and the revision that the service deploys', async () => {
    const found = await live({
      DescribeServices: { services: [SERVICE] },
      DescribeTaskDefinition: ({ taskDefinition }) => ({ taskDefinition: { family: taskDefinition } }),
    });
    expect(found).toEqual({ live: { service: SERVICE, definition: { family: `${NAME}:3` } }, lines: [] });
  });

  const notApplied = `skipped, worker: service: there is no service ${NAME} in the cluster ${NAME}: it is not applied yet`;

  test.each<[string, Answers, string]>([
    ['nothing without its cluster', { DescribeServices: refusal('ClusterNotFoundException') }, notApplied],
    [
      'nothing where the cluster was deleted, too',
      {
        DescribeServices: { services: [{ ...SERVICE, status: 'INACTIVE' }] },
        DescribeClusters: { clusters: [{ clusterName: NAME, status: 'INACTIVE' }] },
      },
      notApplied,
    ],
    [
      'missing in a cluster of the stack that is there',
      { DescribeServices: { services: [] }, DescribeClusters: { clusters: [{ clusterName: NAME, status: 'ACTIVE' }] } },
      `problem service-missing, worker: service: the cluster ${NAME} exists, and has no service ${NAME}`,
    ],
    [
      'not for these credentials to see',
      { DescribeServices: refusal('AccessDeniedException') },
      'unread, worker: service: these credentials may not call ecs:DescribeServices',
    ],
  ])('is %s', async (_, answers, line) => {
    expect(await live(answers)).toEqual({ live: undefined, lines: [line] });
  });

  test('is not missed in the cluster of others', async () => {
    const answers = { DescribeServices: { services: [] }, DescribeClusters: { clusters: [{ status: 'ACTIVE' }] } };
    const { lines } = await live(answers, 'shared-platform');
    expect(lines).toEqual([expect.stringMatching(/^skipped, worker: service: .*it is not applied yet$/)]);
  });
});
