import { GetServiceQuotaCommand } from '@aws-sdk/client-service-quotas';
import type { Check, Context } from '../context';
import { type Finding, ok, problem, skipped, warning } from '../finding';
import { latestMetric } from '../latest-metric';
import { looking, nameOf } from '../unread';

const SUBJECT = 'quota of Fargate vCPUs';

/** "Fargate On-Demand vCPU resource count" (AWS General Reference, Fargate endpoints and quotas). */
const QUOTA = { ServiceCode: 'fargate', QuotaCode: 'L-3032A538' };

/** From here on a few more flow runs do not start. */
const NEARLY = 0.9;

/** How much of the account's quota of Fargate vCPUs is used. */
export const checkQuotas: Check = async (context) => {
  if (context.workers.every(({ onFargate }) => !onFargate)) return [];
  return looking(SUBJECT, 'servicequotas:GetServiceQuota', async () => {
    const quota = await value(context);
    if (quota === undefined) return [skipped(SUBJECT, 'it cannot be read in this region')];
    const used = await looking(SUBJECT, 'cloudwatch:GetMetricData', async () => [judge(quota, await usage(context))]);
    return used;
  });
};

async function value({ aws }: Context): Promise<number | undefined> {
  try {
    const { Quota } = await aws.quotas.send(new GetServiceQuotaCommand(QUOTA));
    return Quota?.Value;
  } catch (error) {
    if (nameOf(error) === 'NoSuchResourceException') return undefined;
    throw error;
  }
}

/** What is used, as CloudWatch's metrics of usage say. */
function usage(context: Context): Promise<number | undefined> {
  return latestMetric(context, {
    namespace: 'AWS/Usage',
    name: 'ResourceCount',
    dimensions: { Service: 'Fargate', Type: 'Resource', Resource: 'vCPU', Class: 'Standard/OnDemand' },
  });
}

function judge(quota: number, used: number | undefined): Finding {
  if (used === undefined) return ok(SUBJECT, `${quota}; how much of it is used is not known`);
  const seen = `${used} of ${quota} are used`;
  if (used < quota * NEARLY) return ok(SUBJECT, seen);
  return (used >= quota ? problem : warning)(SUBJECT, {
    id: 'vcpu-quota',
    seen,
    cause: 'Tasks that need more do not start, those of flow runs neither.',
    wayOut: 'Request an increase of "Fargate On-Demand vCPU resource count", or run fewer tasks at a time.',
    section: 'When something is wrong',
  });
}
