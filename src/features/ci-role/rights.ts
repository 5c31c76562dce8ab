import type { Environment } from '../../environment/environment';

type Decided = Pick<Environment, 'image' | 'ciRole'>;

/** The folder in a bucket to which a deployment uploads the code of flows. */
export function codeFolder({ image }: Pick<Decided, 'image'>): { bucket: string; folder: string } | undefined {
  if (typeof image.code !== 'object' || image.code.s3?.bucket === undefined) return undefined;
  const { bucket, folder } = image.code.s3;
  return { bucket, folder };
}

/** Whether a deployment uploads the code of flows into the bucket of the stack file. */
export function uploadsToBucket({ image, bucket }: Pick<Environment, 'image' | 'bucket'>): boolean {
  const code = codeFolder({ image });
  return code !== undefined && [bucket?.name, bucket?.existing].includes(code.bucket);
}

/** Whether the stack itself has something that CI may do. */
export function hasRightsOfStack({ image, ciRole }: Decided): boolean {
  return (
    image.repository !== undefined ||
    codeFolder({ image }) !== undefined ||
    ciRole?.readApiKey === true ||
    ciRole?.restartWorkers === true
  );
}
