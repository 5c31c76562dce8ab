import type { Environment } from '../../environment/environment';
import { exactlyOne, noEffect, noEffectAt, pathsInFile, type Rule, when } from '../../environment/rule';

const OF_CREATED = ['versioning', 'keep_noncurrent_days', 'lifecycle', 'eventbridge'];

const oneBucket: Rule = (environment) => {
  const { bucket } = environment;
  if (bucket === undefined) return [];
  const { name, existing } = bucket;
  return [
    ...exactlyOne(['bucket'], { name: name !== undefined, existing: existing !== undefined }),
    ...(existing === undefined ? [] : pathsInFile(environment, ['bucket'], OF_CREATED)).flatMap((path) =>
      noEffectAt(path, 'it applies only to a bucket that this stack creates'),
    ),
  ];
};

/** Who uses it. */
const usedBucket: Rule = (environment) => {
  const { bucket, flowRuns, inputs } = environment;
  if (bucket === undefined) return [];
  if (inputs.workerType !== 'ecs') {
    return when(
      bucket.results !== undefined,
      ['bucket', 'results'],
      `has no effect: a ${inputs.workerType} worker starts no tasks`,
      'remove it, and set prefect.settings',
    );
  }
  return [
    ...when(
      bucket.access === 'read' && bucket.results !== undefined,
      ['bucket', 'results'],
      'requires access: read_write: flow runs write their results to the bucket',
      'remove access: read, or results',
    ),
    ...noEffect(
      bucket.access === 'read' && flowRuns?.taskRole?.existing !== undefined,
      ['bucket', 'access'],
      'it applies only to a task role that this stack creates',
      'remove flow_runs.task_role.existing',
    ),
    ...when(
      flowRuns?.taskRole === undefined,
      ['bucket'],
      'requires a task role of flow runs, which gets the permissions',
      'set flow_runs.task_role: {}',
    ),
  ];
};

/** Days of residence that S3 demands before a transition. */
const COOL: readonly string[] = ['STANDARD_IA', 'ONEZONE_IA'];
const LEAST_COOL_DAYS = 30;

const lifecycle: Rule = ({ bucket }: Environment) =>
  Object.entries(bucket?.lifecycle ?? {}).flatMap(([name, rule]) => {
    const { expireDays, transitionDays, storageClass } = rule;
    const path = ['bucket', 'lifecycle', name];
    return [
      ...when(
        expireDays === undefined && transitionDays === undefined && storageClass === undefined,
        path,
        'has no effect: it neither deletes nor moves objects',
        'set expire_days, or transition_days and storage_class',
      ),
      ...when(
        (transitionDays === undefined) !== (storageClass === undefined),
        path,
        'requires both of: transition_days, storage_class',
        'set the other one, or remove both',
      ),
      ...when(
        COOL.includes(storageClass ?? '') && (transitionDays ?? LEAST_COOL_DAYS) < LEAST_COOL_DAYS,
        [...path, 'transition_days'],
        `must be at least ${LEAST_COOL_DAYS} for ${storageClass}, as S3 demands`,
        `set transition_days: ${LEAST_COOL_DAYS}, or another storage_class`,
      ),
      ...when(
        expireDays !== undefined && transitionDays !== undefined && expireDays <= transitionDays,
        [...path, 'expire_days'],
        `must be more than transition_days, ${transitionDays}`,
        'raise it, or reduce transition_days',
      ),
    ];
  });

const tidyRule: Rule = ({ bucket }: Environment) =>
  when(
    bucket?.lifecycle['keep-it-tidy'] !== undefined,
    ['bucket', 'lifecycle', 'keep-it-tidy'],
    'is the name of the rule that every created bucket has',
    'rename it, for example expire-old-results',
  );

export const BUCKET_RULES: readonly Rule[] = [oneBucket, usedBucket, lifecycle, tidyRule];
