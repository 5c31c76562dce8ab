import type { Row } from '../pairwise/planned';
import type { PlannedChange } from './effects';

/** What the base job templates hold: the files, and the values that Terraform puts into them. */
function poolOf({ document: { locals = {} }, templates }: Row): string {
  const values = Object.entries(locals).filter(([name]) => /base_job_template|flow_run/.test(name));
  return JSON.stringify([[...templates].filter(([file]) => file.includes('job-template')), values]);
}

/** Whether a change reaches the base job templates: in their text, or by what they refer to. */
export function isPoolChanged(before: Row, after: Row, changes: readonly PlannedChange[]): boolean {
  const pool = poolOf(before);
  if (pool !== poolOf(after)) return true;
  return changes.some(
    ({ address, actions }) => actions.join() !== 'update' && pool.includes(`\${${address.replace(/\[.*$/, '')}`),
  );
}
