import { GetServiceQuotaCommand } from '@aws-sdk/client-service-quotas';
import type { Check, Context } from '../context';
import type { Fargate } from '../fargate';
import { type Finding, ok, problem, skipped, warning } from '../finding';
import { flowRunTasks } from '../flow-run-tasks';
import { latestMetric } from '../latest-metric';
import { looking, nameOf } from '../unread';

interface Quota {
  readonly subject: string;
  readonly code: string;
  readonly name: string;
  /** Of the metric of its use. */
  readonly usageClass: string;
}

/** Source: AWS General Reference, Fargate endpoints and quotas; Fargate usage metrics of the ECS guide. */
const QUOTAS: Readonly<Record<Fargate, Quota>> = {
  FARGATE: {
    subject: 'quota of Fargate vCPUs',
    code: 'L-3032A538',
    name: 'Fargate On-Demand vCPU resource count',
    usageClass: 'Standard/OnDemand',
  },
  FARGATE_SPOT: {
    subject: 'quota of Fargate Spot vCPUs',
    code: 'L-36FBB829',
    name: 'Fargate Spot vCPU resource count',
    usageClass: 'Standard/Spot',
  },
};

/** From here on a few more flow runs do not start. */
const NEARLY = 0.9;

/** How much of the account's quotas of Fargate vCPUs is used, as far as workers and flow runs use Fargate. */
export const checkQuotas: Check = async (context) => {
  const used = new Set([...context.workers, ...flowRunTasks(context)].flatMap(({ fargate }) => fargate));
  const findings = await Promise.all([...used].sort().map((kind) => check(QUOTAS[kind], context)));
  return findings.flat();
};

async function check(quota: Quota, context: Context): Promise<readonly Finding[]> {
  const { subject } = quota;
  return looking(subject, 'servicequotas:GetServiceQuota', async () => {
    const vcpus = await value(quota, context);
    if (vcpus === undefined) return [skipped(subject, 'it cannot be read in this region')];
    return looking(subject, 'cloudwatch:GetMetricData', async () => [judge(quota, vcpus, await usage(quota, context))]);
  });
}

async function value({ code }: Quota, { aws }: Context): Promise<number | undefined> {
  try {
    const command = new GetServiceQuotaCommand({ ServiceCode: 'fargate', QuotaCode: code });
    const { Quota: found } = await aws.quotas.send(command);
    return found?.Value;
  } catch (error) {
    if (nameOf(error) === 'NoSuchResourceException') return undefined;
    throw error;
  }
}

/** What is used, as CloudWatch's metrics of usage say. */
function usage({ usageClass }: Quota, context: Context): Promise<number | undefined> {
  return latestMetric(context, {
    namespace: 'AWS/Usage',
    name: 'ResourceCount',
    dimensions: { Service: 'Fargate', Type: 'Resource', Resource: 'vCPU', Class: usageClass },
  });
}

function judge({ subject, name }: Quota, vcpus: number, used: number | undefined): Finding {
  if (used === undefined) return ok(subject, `${vcpus}; how much of it is used is not known`);
  const seen = `${used} of ${vcpus} are used`;
  if (used < vcpus * NEARLY) return ok(subject, seen);
  return (used >= vcpus ? problem : warning)(subject, {
    id: 'vcpu-quota',
    seen,
    cause: 'Tasks that need more do not start, those of flow runs neither.',
    wayOut: `Request an increase of "${name}", or run fewer tasks at a time.`,
    section: 'When something is wrong',
  });
}
