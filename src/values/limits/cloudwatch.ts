import { AWS_DOCS, type TextLimit } from './text-limit';

/**
 * Days that CloudWatch Logs can keep events; 0 is Terraform's word for "for ever".
 * Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
 */
export const LOG_RETENTION_DAYS: readonly number[] = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const LOG_GROUP_NAME: TextLimit = {
  pattern: /^(?!aws\/)[A-Za-z0-9_/.#-]{1,512}$/,
  allowed: 'the name of a log group: at most 512 letters, digits and _ / . # -, not beginning with aws/',
  example: '/team/prefect',
  source: `${AWS_DOCS}/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html`,
};

/** A stream is called PREFIX/CONTAINER/TASK, 512 characters at most. */
export const LOG_STREAM_PREFIX: TextLimit = {
  pattern: /^[^:*\s]{1,200}$/,
  allowed: 'at most 200 characters without colons, asterisks and spaces',
  example: 'prefect',
  source: `${AWS_DOCS}/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html`,
};

/** In the pattern of a metric filter it stands in quotes. */
export const LOG_TEXT: TextLimit = {
  pattern: /^[^"\\\r\n]{1,90}$/,
  allowed: 'a part of a line, at most 90 characters, without quotes and backslashes',
  example: 'Traceback',
  source: `${AWS_DOCS}/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html`,
};

/** Source: PutMetricAlarm of CloudWatch. */
export const METRIC_NAMESPACE: TextLimit = {
  pattern: /^(?!:| +$)[A-Za-z0-9._/#: -]{1,255}$/,
  allowed:
    'the namespace of a metric: at most 255 letters, digits, spaces and . - _ / # :, not beginning with a colon and not blank',
  example: 'Prefect',
  source: `${AWS_DOCS}/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#Namespace`,
};

export const METRIC_NAME: TextLimit = {
  pattern: /^(?!\s+$)[^\p{Cc}]{1,255}$/u,
  allowed: 'the name of a metric: 1 to 255 characters in one line, and not blank',
  example: 'LateFlowRuns',
  source: METRIC_NAMESPACE.source,
};

export const DIMENSION_NAME: TextLimit = {
  pattern: /^(?!:| +$)[ -~]{1,255}$/,
  allowed: 'the name of a dimension: 1 to 255 ASCII characters, not beginning with a colon and not blank',
  example: 'WorkPool',
  source: `${AWS_DOCS}/AmazonCloudWatch/latest/APIReference/API_Dimension.html`,
};

export const DIMENSION_VALUE: TextLimit = {
  pattern: /^ *[!-~][ -~]*$/,
  longest: 1024,
  allowed: 'the value of a dimension: 1 to 1024 ASCII characters, not blank',
  example: 'my-ecs-pool',
  source: DIMENSION_NAME.source,
};
