import { type Rule, when } from '../../environment/rule';
import { isPrefectCloud } from '../prefect/rules';

/** Prefect's provider must know where the API is, and Prefect Cloud's by account and workspace. */
const managedWhereKnown: Rule = (environment) => {
  const { workPool, prefect } = environment;
  const { apiUrl } = prefect;
  if (workPool === 'output') return [];
  return [
    ...when(
      typeof apiUrl === 'object' && apiUrl.ssmParameter === undefined,
      ['work_pool'],
      'must not be managed with the URL of the API in a secret: Terraform must know the URL',
      'set the URL itself in prefect.api_url, or an SSM parameter; or remove work_pool, and create the pool by command',
    ),
    ...when(
      typeof apiUrl === 'string' && isPrefectCloud(environment),
      ['work_pool'],
      'must not be managed with the URL of Prefect Cloud: the Prefect provider requires account and workspace',
      'set prefect_account_id and prefect_workspace_id instead of prefect.api_url',
    ),
  ];
};

export const WORK_POOL_RULES: readonly Rule[] = [managedWhereKnown];
