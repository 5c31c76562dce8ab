import { Document } from 'yaml';
import type { Environment } from '../../environment/environment';
import { snakeCase } from '../../values/fields';
import { flowImage } from '../image/flow-image';
import { codeOf } from './prefect-yaml';
import type { ConfiguredDeployment, ConfiguredProject } from './schema';

type Mapping = Readonly<Record<string, unknown>>;

/** The deployments of the user's own flows, as `prefect deploy --prefect-file` reads them; undefined where there are none. */
export function deploymentsYaml(environment: Environment): string | undefined {
  const { project } = environment;
  if (typeof project !== 'object') return undefined;
  const document = new Document(projectOf(environment, project), { aliasDuplicateObjects: false });
  document.commentBefore = [
    ` Generated from stacks/${environment.stackFile}. Do not edit: the next synthesis writes it again.`,
    ' Run in the folder of your flows: prefect deploy --all --prefect-file PATH_OF_THIS_FILE',
  ].join('\n');
  return document.toString({ lineWidth: 0 });
}

function projectOf(environment: Environment, project: ConfiguredProject): Mapping {
  const code = codeOf(environment);
  return {
    name: environment.name,
    build: project.build ?? null,
    push: project.push ?? code.push,
    pull: project.pull ?? code.pull,
    deployments: project.deployments.map((one) => deploymentOf(environment, project, one)),
  };
}

function deploymentOf(environment: Environment, project: ConfiguredProject, configured: ConfiguredDeployment): Mapping {
  const { workPool, workQueue, jobVariables, attributes, concurrencyLimit, schedules, ...fields } = configured;
  const image = flowImage(environment, project.imageTag);
  return {
    ...inPrefect(fields),
    ...(schedules.length > 0 && { schedules: schedules.map(inPrefect) }),
    ...(concurrencyLimit !== undefined && {
      concurrency_limit: typeof concurrencyLimit === 'number' ? concurrencyLimit : inPrefect(concurrencyLimit),
    }),
    work_pool: {
      name: workPool ?? environment.inputs.workerWorkPoolName,
      ...(workQueue !== undefined && { work_queue_name: workQueue }),
      job_variables: { ...(image !== undefined && { image }), ...jobVariables },
    },
    ...attributes,
  };
}

/** Our fields in Prefect's spelling; what is not set is left out. */
function inPrefect(fields: object): Mapping {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined && !isEmpty(value));
  return Object.fromEntries(given.map(([name, value]) => [snakeCase(name), value]));
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
