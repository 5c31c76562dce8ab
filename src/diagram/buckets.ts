import type { Environment } from '../environment/environment';
import type { Created } from './created';
import type { Part } from './diagram';
import { flowsIn, workersIn } from './tasks';

/** The bucket of flows, and who uses it. */
export function bucketIn(environment: Environment, created: Created): Part {
  const { bucket, inputs } = environment;
  if (bucket === undefined) return {};
  const users =
    inputs.workerType === 'ecs'
      ? flowsIn(environment).flatMap(({ id, settings }) => (settings?.taskRole === undefined ? [] : [id]))
      : workersIn(environment).map(({ id }) => id);
  return {
    nodes: [
      {
        id: 'bucket',
        title: 'S3 bucket',
        notes: [bucket.name === undefined ? 'existing' : 'of flows'],
        within: 'aws',
        items: created(/^aws_s3_bucket\./),
      },
    ],
    edges: users.map((from) => ({ from, to: 'bucket', label: bucket.access === 'read' ? 'reads' : 'reads, writes' })),
  };
}
