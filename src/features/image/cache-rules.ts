import type { Environment } from '../../environment/environment';
import { each, type Finding, type Rule, warning } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import { isAmong } from '../../values/iam-actions';
import { ecrRepositoryOf } from '../../values/image-registry';
import { partitionOf } from '../../values/regions';
import { ofContainers } from '../container/of-tasks';
import { workersWithOwn } from '../workers/workers-of';

/**
 * What repositories of a pull through cache usually begin with.
 * Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-rule.html
 */
const CACHED =
  /^(docker-?hub|docker\.io|ecr-public|public\.ecr\.aws|ghcr(\.io)?|kubernetes|quay(\.io)?|registry\.k8s\.io)\//;

/** With it, a role fetches what the cache does not have. Source: as above, pull-through-cache-iam.html */
const FETCH = 'ecr:BatchImportUpstreamImage';

/** A role that the stack creates, as far as the stack file says what it may do. */
interface ExecutionRole {
  readonly field: string;
  readonly existing?: unknown;
  readonly policies?: readonly unknown[];
  readonly statements?: readonly { readonly actions: readonly string[] }[];
  readonly ownStatements?: readonly { readonly actions: readonly string[] }[];
}

const cachesAreFilled: Rule = (environment) => {
  const ofWorker: ExecutionRole = { ...environment.roles.execution, field: 'roles.execution' };
  const own = environment.flowRuns?.executionRole;
  const ofFlowRuns: ExecutionRole = own === undefined ? ofWorker : { ...own, field: 'flow_runs.execution_role' };
  return [
    ...each(workersWithOwn(environment, 'worker_image'), ({ image, at }) =>
      isFetched(environment, image, at('worker_image'), ofWorker),
    ),
    ...ofContainers(({ image, at }, { isWorker }) =>
      isFetched(environment, image, at('image'), isWorker ? ofWorker : ofFlowRuns),
    )(environment).filter(({ path }) => environment.isInFile(path)),
  ];
};

function isFetched({ region: here }: Environment, image: string, path: Path, role: ExecutionRole): Finding[] {
  const { account, region, repository } = ecrRepositoryOf(image) ?? {};
  const [prefix] = CACHED.exec(repository ?? '') ?? [];
  const resource = `arn:${partitionOf(here)}:ecr:${region}:${account}:repository/${prefix}*`;
  return warning(
    'pull-through-cache',
    prefix !== undefined && !mayFetch(role),
    path,
    'seems to be in a pull through cache, and the role of the tasks may only pull what the cache has: a new tag does not start',
    `add to ${role.field}.statements: {actions: [${FETCH}, ecr:CreateRepository], resources: ["${resource}"]}; or acknowledge it, if the policy of the registry allows both`,
  );
}

function mayFetch({ existing, policies = [], statements = [], ownStatements = [] }: ExecutionRole): boolean {
  const actions = [...statements, ...ownStatements].flatMap((statement) => statement.actions);
  return existing !== undefined || policies.length > 0 || actions.some((action) => isAmong(action, [FETCH]));
}

export const CACHE_RULES: readonly Rule[] = [cachesAreFilled];
