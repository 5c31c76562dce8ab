import { checkClusters } from '../../../src/doctor/checks/cluster';
import { seenBy } from '../../helpers/recorded-aws';

const PLANNED = { applied: false };

describe('a cluster that the stack does not create', () => {
  const shared = { example: 'shared-platform', ...PLANNED };

  test.each([
    [[{ clusterName: 'platform', status: 'ACTIVE' }], ['ok, cluster platform: it exists']],
    [
      [{ clusterName: 'platform', status: 'INACTIVE' }],
      ['problem cluster-missing, cluster platform: it does not exist'],
    ],
    [[], ['problem cluster-missing, cluster platform: it does not exist']],
  ])('of %j', async (clusters, expected) => {
    expect(await seenBy(checkClusters, { DescribeClusters: { clusters } }, shared)).toEqual(expected);
  });

  test('is the only kind that is looked at', async () => {
    expect(await seenBy(checkClusters, {}, PLANNED)).toEqual([]);
  });
});
