import { reportOnFields } from './stack-files';

/** The report on a stack file with the required fields and `fields`, without file and line. */
export function refusalOf(fields: object): string {
  return reportOnFields(fields).replaceAll(/^stacks\/test\.yaml(:\d+)? /gm, '');
}

/** In `fields`: a server of one's own, so that Prefect Cloud's account and workspace are left out. */
export const SELF_HOSTED = { prefect_account_id: undefined, prefect_workspace_id: undefined };
