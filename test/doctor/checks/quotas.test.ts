import { checkQuotas } from '../../../src/doctor/checks/quotas';
import { type Answers, refusal, seenBy } from '../../helpers/recorded-aws';

const PLANNED = { applied: false };

describe('the quota of vCPUs', () => {
  const quota = (Value?: number, Values?: number[]): Answers => ({
    GetServiceQuota: { Quota: { Value } },
    GetMetricData: { MetricDataResults: [{ Id: 'used', Values }] },
  });

  test.each([
    [quota(100, [89]), ['ok, quota of Fargate vCPUs: 89 of 100 are used']],
    [quota(100, [90]), ['warning vcpu-quota, quota of Fargate vCPUs: 90 of 100 are used']],
    [quota(100, [100]), ['problem vcpu-quota, quota of Fargate vCPUs: 100 of 100 are used']],
    [quota(100, []), ['ok, quota of Fargate vCPUs: 100; how much of it is used is not known']],
    [quota(), ['skipped, quota of Fargate vCPUs: it cannot be read in this region']],
    [
      { GetServiceQuota: refusal('NoSuchResourceException') },
      ['skipped, quota of Fargate vCPUs: it cannot be read in this region'],
    ],
    [
      { GetServiceQuota: refusal('AccessDeniedException') },
      ['unread, quota of Fargate vCPUs: these credentials may not call servicequotas:GetServiceQuota'],
    ],
    [
      { ...quota(100), GetMetricData: refusal('AccessDenied') },
      ['unread, quota of Fargate vCPUs: these credentials may not call cloudwatch:GetMetricData'],
    ],
  ])('in case %#', async (answers, expected) => {
    expect(await seenBy(checkQuotas, answers, PLANNED)).toEqual(expected);
  });

  test('on Spot is another one', async () => {
    const asked: unknown[] = [];
    const answers: Answers = {
      ...quota(100, [95]),
      GetServiceQuota: ({ QuotaCode: code }: { QuotaCode?: string }) => {
        asked.push(code);
        return { Quota: { Value: 100 } };
      },
    };
    expect(await seenBy(checkQuotas, answers, { ...PLANNED, worker: { fargate: ['FARGATE_SPOT'] } })).toEqual([
      'warning vcpu-quota, quota of Fargate vCPUs: 95 of 100 are used',
      'warning vcpu-quota, quota of Fargate Spot vCPUs: 95 of 100 are used',
    ]);
    expect(asked).toEqual(['L-3032A538', 'L-36FBB829']);
  });

  test('is of interest to a worker on instances whose flow runs are on Fargate', async () => {
    const [seen] = await seenBy(checkQuotas, quota(100, [1]), { ...PLANNED, worker: { fargate: [] } });
    expect(seen).toBe('ok, quota of Fargate vCPUs: 1 of 100 are used');
  });

  test('is of no interest to tasks on instances', async () => {
    expect(await seenBy(checkQuotas, {}, { ...PLANNED, worker: { name: 'without-template', fargate: [] } })).toEqual(
      [],
    );
  });
});
