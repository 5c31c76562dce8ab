import { decidedBy, noEffect, type Rule, warning, when } from '../../environment/rule';
import { nearest, suggestionOfKnown } from '../../stack-file/nearest';
import { pathInWords } from '../../stack-file/path';
import { inTable } from '../../values/in-table';
import { DEFAULT_QUEUE, polledQueues } from '../workers/polled-queues';
import { ofDeployments } from './of-deployments';

const schedulesFit: Rule = ofDeployments(({ schedules }, path) => {
  const slugs = schedules.map(({ slug }) => slug);
  return schedules.flatMap(({ interval, anchorDate, slug }, index) => [
    ...noEffect(
      anchorDate !== undefined && interval === undefined,
      [...path, 'schedules', index, 'anchor_date'],
      'it applies only to interval',
    ),
    ...when(
      slug !== undefined && slugs.indexOf(slug) !== index,
      [...path, 'schedules', index, 'slug'],
      `duplicates schedules[${slugs.indexOf(slug)}]: Prefect tells the schedules of a deployment apart by it`,
      'set another slug',
    ),
  ]);
});

/** A flow run in a queue that no worker polls stays scheduled, and then is late. */
const queueIsPolled: Rule = ofDeployments(({ workPool, workQueue = DEFAULT_QUEUE }, path, environment) => {
  const polled = polledQueues(environment, workPool ?? environment.inputs.workerWorkPoolName);
  if (polled === undefined) return [];
  const close = nearest(workQueue, polled);
  return warning(
    'unpolled-queue',
    !polled.includes(workQueue),
    [...path, 'work_queue'],
    `no worker of this environment polls the queue ${workQueue}: flow runs of this deployment do not start`,
    close === undefined
      ? `set work_queue to one that is polled (${polled.join(', ')}), or add ${workQueue} to prefect.work_queues`
      : `did you mean ${close}?`,
  );
});

/** Fields of a deployment, and the keys of Prefect that they write. */
const WRITTEN: Readonly<Record<string, string>> = {
  name: 'name',
  entrypoint: 'entrypoint',
  description: 'description',
  version: 'version',
  tags: 'tags',
  parameters: 'parameters',
  schedules: 'schedules',
  schedule: 'schedules',
  concurrency_limit: 'concurrency_limit',
  work_pool: 'work_pool, work_queue and job_variables',
  build: 'build',
  push: 'push',
  pull: 'pull',
};

/** The other keys. Source: prefect 3.8, cli/deploy/_models.py, which ignores every key that it does not know. */
const OTHER_KEYS: readonly string[] = [
  ...['version_type', 'paused', 'flow_name', 'enforce_parameter_schema', 'triggers', 'sla'],
];

const attributesFit: Rule = ofDeployments(({ attributes }, path) =>
  Object.keys(attributes).flatMap((name) => {
    const at = [...path, 'attributes', name];
    const written = inTable(WRITTEN, name);
    if (written !== undefined) return decidedBy(at, `${pathInWords(path)}.${written}`);
    return warning(
      'unknown-attribute',
      !OTHER_KEYS.includes(name),
      at,
      'is not a key of a deployment that Prefect 3.8 reads: it is ignored',
      suggestionOfKnown(name, OTHER_KEYS),
    );
  }),
);

export const DEPLOYMENT_RULES: readonly Rule[] = [schedulesFit, queueIsPolled, attributesFit];
