import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { Context } from './context';

export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** The highest value of the latest of the last 15 minutes; undefined: CloudWatch has none. */
export async function latestMetric(
  { aws, now }: Pick<Context, 'aws' | 'now'>,
  { namespace, name, dimensions }: Metric,
): Promise<number | undefined> {
  const { MetricDataResults = [] } = await aws.cloudwatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(now.getTime() - 15 * 60_000),
      EndTime: now,
      ScanBy: 'TimestampDescending',
      MetricDataQueries: [
        {
          Id: 'latest',
          MetricStat: {
            Metric: {
              Namespace: namespace,
              MetricName: name,
              Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
            },
            Period: 60,
            Stat: 'Maximum',
          },
        },
      ],
    }),
  );
  return MetricDataResults[0]?.Values?.[0];
}
