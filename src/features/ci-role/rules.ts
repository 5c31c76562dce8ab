import { exactlyOne, noEffect, type Rule, when } from '../../environment/rule';
import { allWorkers } from '../workers/all-workers';
import { hasRightsOfStack } from './rights';

const GROUP = 'ci_role';

const whose: Rule = ({ ciRole }) => {
  if (ciRole === undefined) return [];
  const { github, gitlab, branches, tags, environments } = ciRole;
  return [
    ...exactlyOne([GROUP], { github: github !== undefined, gitlab: gitlab !== undefined }),
    ...noEffect(
      gitlab !== undefined && environments.length > 0,
      [GROUP, 'environments'],
      'the tokens of GitLab name the branch or the tag',
      'set branches or tags instead, for example branches: [main]',
    ),
    ...when(
      branches?.length === 0 && tags.length === 0 && environments.length === 0,
      [GROUP, 'branches'],
      'must have at least one branch if tags and environments are not set: no job could assume the role',
      'for example branches: [main]',
    ),
  ];
};

const may: Rule = (environment) => {
  const { ciRole, apiKey } = environment;
  if (ciRole === undefined) return [];
  const { readApiKey, restartWorkers, policies, statements = [] } = ciRole;
  return [
    ...noEffect(
      restartWorkers && allWorkers(environment).every(({ service }) => !service.create),
      [GROUP, 'restart_workers'],
      'service.create is false',
    ),
    ...noEffect(readApiKey && apiKey.from === 'nowhere', [GROUP, 'read_api_key'], 'prefect.auth is none'),
    ...when(
      !hasRightsOfStack(environment) && policies.length + statements.length === 0,
      [GROUP],
      'requires something that the role may do: this stack has neither a repository for images nor code in a bucket',
      'set image.repository or image.code.s3, or statements or policies of the role',
    ),
  ];
};

export const CI_ROLE_RULES: readonly Rule[] = [whose, may];
