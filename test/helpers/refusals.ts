import { describe as inWords } from '../../src/problems/errors';
import { environmentOf, REQUIRED, reportOnFields, reportOnValues, saidOf } from './stack-files';

/** The report on a stack file with the required fields and `fields`, without file and line. */
export function refusalOf(fields: object): string {
  return withoutPlace(reportOnFields(fields));
}

/** {@link reportOnValues}, without file and line. */
export function refusalOfValues(fields: object): string {
  return withoutPlace(reportOnValues(fields));
}

/** The warnings on a stack file with the required fields and `fields`, as a report shows them, without file and line. */
export function warningsOf(fields: object): string {
  return withoutPlace(inWords(environmentOf(fields).warnings));
}

/** What is said of a stack file, be it refused or not; a fault of ours is its message. */
export function findingsOn(fields: object): string {
  return withoutPlace(saidOf({ 'test.yaml': { ...REQUIRED, ...fields } }));
}

function withoutPlace(report: string): string {
  return report.replaceAll(/^stacks\/test\.yaml(:\d+)? /gm, '');
}

/** In `fields`: a server of one's own, so that Prefect Cloud's account and workspace are left out. */
export const SELF_HOSTED = { prefect_account_id: undefined, prefect_workspace_id: undefined };
