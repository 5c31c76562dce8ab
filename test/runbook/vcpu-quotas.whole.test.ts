import { runbookOf } from '../helpers/synthesized';

const ON_DEMAND = '*Fargate On-Demand vCPU resource count*';
const SPOT = '*Fargate Spot vCPU resource count*';

test.each<[string, object, string]>([
  ['on demand', {}, `quota ${ON_DEMAND}, and`],
  ['on Spot', { capacity: 'fargate_spot' }, `quota ${SPOT}, and`],
  ['on Spot, as a strategy', { capacity: [{ capacity_provider: 'FARGATE_SPOT' }] }, `quota ${SPOT}, and`],
  [
    'on both',
    { capacity: [{ capacity_provider: 'FARGATE' }, { capacity_provider: 'FARGATE_SPOT' }] },
    `quotas ${ON_DEMAND} and ${SPOT}, and`,
  ],
])('the page names the quota of flow runs %s', (_, flow_runs, quotas) => {
  expect(runbookOf({ flow_runs })).toContain(`the account's ${quotas} the free addresses`);
});
