import { sharedData } from '../disk/build-cache';
import type { Change } from '../values/changes';
import { type FoundField, findField } from './find-field';

/** What a change of the field at `path` does, of those that a stack has an input for. */
export function changeOf(path: string): Change | undefined {
  // The schema of all fields takes longer to read.
  return sharedData('changes of inputs', changes)[path];
}

function changes(): Readonly<Record<string, Change>> {
  const fields = ['', 'prefect', 'workers.NAME'].flatMap((path) => (findField(path) as FoundField).members);
  return Object.fromEntries(
    fields.flatMap(({ path, schema: { change } }) => (change === undefined ? [] : [[path, change]])),
  );
}
