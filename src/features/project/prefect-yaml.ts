import { Document } from 'yaml';
import type { Environment } from '../../environment/environment';
import { ownFlowRuns } from '../flow-runs/own-flow-runs';
import { FLOWS_FOLDER, flowImage } from '../image/flow-image';
import { testDeployment } from './test-deployment';

type Step = Readonly<Record<string, Readonly<Record<string, string>>>>;

interface Deployment {
  readonly name: string;
  readonly description: string;
  readonly entrypoint: string;
  readonly work_pool: {
    readonly name: string;
    readonly work_queue_name?: string;
    readonly job_variables: Readonly<Record<string, string>>;
  };
}

/** What `prefect deploy` reads. */
interface Project {
  readonly name: string;
  /** null: images are built and pushed by the commands of the runbook, not by each deploy. */
  readonly build: null;
  readonly push: readonly Step[] | null;
  readonly pull: readonly Step[];
  readonly deployments: readonly Deployment[];
}

/** The project of an environment: the test flows, deployed to its work pool. */
export function prefectYaml(environment: Environment): string {
  const document = new Document(projectOf(environment), { aliasDuplicateObjects: false });
  document.commentBefore = ` Generated from stacks/${environment.stackFile}. Do not edit: the next synthesis writes it again.`;
  return document.toString({ lineWidth: 0 });
}

function projectOf(environment: Environment): Project {
  return {
    name: environment.name,
    build: null,
    ...codeOf(environment),
    deployments: [
      ...deployments(
        testDeployment(environment),
        environment.inputs.workerWorkPoolName,
        environment.prefect.workQueues,
        environment,
      ),
      ...ownFlowRuns(environment).flatMap(({ worker, environment: seen }) =>
        deployments(
          `${testDeployment(environment)}-${worker}`,
          environment.workers[worker]?.inputs.workerWorkPoolName ?? environment.inputs.workerWorkPoolName,
          environment.workers[worker]?.workQueues,
          seen,
        ),
      ),
    ],
  };
}

/** `queues`: those that the worker polls; undefined: all. */
function deployments(
  name: string,
  pool: string,
  queues: readonly string[] | undefined,
  environment: Environment,
): Deployment[] {
  const image = flowImage(environment);
  // Nothing: the pool's own image.
  const job_variables: Record<string, string> = image === undefined ? {} : { image };
  // Flow runs without a work queue are in the queue default.
  const queue = queues?.includes('default') ? undefined : queues?.[0];
  const work_pool = { name: pool, ...(queue !== undefined && { work_queue_name: queue }), job_variables };
  return [
    { name, description: 'Says hello from ECS', entrypoint: 'my_flow.py:my_flow', work_pool },
    { name, description: 'Says where it runs', entrypoint: 'my_flow.py:where_it_runs', work_pool },
  ];
}

/** How the code gets to where it runs. Without a pull step Prefect stores the folder of the machine that deploys. */
export function codeOf({ image: { code } }: Environment): Pick<Project, 'push' | 'pull'> {
  if (code === 'baked_in') {
    return {
      push: null,
      pull: [{ 'prefect.deployments.steps.set_working_directory': { directory: FLOWS_FOLDER } }],
    };
  }
  if (code === 'git') {
    // `prefect deploy` replaces {{ $NAME }} by the variable of the shell that runs it.
    return cloned({ repository: '{{ $FLOWS_REPOSITORY }}', branch: '{{ $FLOWS_BRANCH }}' }, '{{ $FLOWS_FOLDER }}');
  }
  if (code.git) {
    const { repository, branch, folder, tokenBlock } = code.git;
    const token: Record<string, string> =
      tokenBlock === undefined ? {} : { access_token: `{{ prefect.blocks.secret.${tokenBlock} }}` };
    return cloned({ repository, branch, ...token }, folder);
  }
  const { bucket = '', folder = '' } = code.s3 ?? {};
  return {
    push: [{ 'prefect_aws.deployments.steps.push_to_s3': { bucket, folder } }],
    pull: [{ 'prefect_aws.deployments.steps.pull_from_s3': { bucket, folder } }],
  };
}

function cloned(from: Readonly<Record<string, string>>, folder: string | undefined): Pick<Project, 'push' | 'pull'> {
  const clone: Step = { 'prefect.deployments.steps.git_clone': { id: 'clone', ...from } };
  const enter: Step = {
    'prefect.deployments.steps.set_working_directory': { directory: `{{ clone.directory }}/${folder}` },
  };
  return { push: null, pull: folder === undefined ? [clone] : [clone, enter] };
}
