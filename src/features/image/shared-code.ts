import type { Environment } from '../../environment/environment';
import type { SharedThing } from '../../environment/shared-thing';

/** The folder in S3 to which an environment's deployments upload the code of the flows. */
export function sharedCode({ image: { code }, flowRuns, project }: Environment): SharedThing[] {
  if (typeof code !== 'object' || flowRuns === undefined || project === 'none') return [];
  const { bucket, folder } = code.s3 ?? {};
  if (bucket === undefined || folder === undefined) return [];
  return [
    {
      key: `s3://${bucket}/${folder}`,
      path: ['image', 'code', 's3', 'folder'],
      value: folder,
      consequence: 'the flow runs of both load the code that was uploaded last',
      hint: 'set another folder in one of them, or acknowledge it',
      warning: 'shared-code',
    },
  ];
}
