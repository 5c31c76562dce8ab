import { comparing, type Rule, warning } from '../../environment/rule';
import { REGION } from '../../values/limits/network';
import { hasPlaceholder } from '../../values/placeholder';
import { ofContainers } from './of-tasks';
import { doubtsOnVariables, withoutAddress } from './variable-doubts';

/** Variables that ECS sets in each container. Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-fargate.html */
const OF_ECS =
  /^(AWS_CONTAINER_CREDENTIALS_(RELATIVE|FULL)_URI|ECS_CONTAINER_METADATA_URI(_V4)?|ECS_AGENT_URI|AWS_EXECUTION_ENV)$/;

/** Where boto3 looks for profiles. */
const FILES_OF_AWS = ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE'];

const ofAws: Rule = ofContainers(({ container: { environment: variables = {} }, at }) =>
  Object.keys(variables).flatMap((name) => [
    ...warning(
      'doubtful-variable',
      OF_ECS.test(name) && variables[name] !== null,
      at('environment', name),
      'is set by ECS: with another value, the container finds neither its role nor its task',
      'remove it',
    ),
    ...warning(
      'doubtful-variable',
      name === 'AWS_PROFILE' && !FILES_OF_AWS.some((file) => Object.hasOwn(variables, file)),
      at('environment', name),
      'names a profile of a file that containers usually do not have: each call of AWS would fail',
      'remove it: the container has a task role; or set AWS_CONFIG_FILE too',
    ),
  ]),
);

/** Of the worker's own container the region is decided. */
const regions: Rule = ofContainers(({ container: { environment: variables = {} }, isMain, at }, { isWorker }) =>
  ['AWS_REGION', 'AWS_DEFAULT_REGION'].flatMap((name) => {
    const region = variables[name];
    return warning(
      'doubtful-variable',
      !(isMain && isWorker) && typeof region === 'string' && !hasPlaceholder(region) && !REGION.pattern.test(region),
      at('environment', name),
      'is not the name of a region: AWS clients find no endpoint there',
      `correct it, for example ${REGION.example}`,
    );
  }),
);

/** Source: prefect 3.8, utilities/templating.py, which workers/base.py calls for the job of a flow run. */
const FILLED_IN = /\{\{\s*prefect\.(blocks|variables)\./;

const nothingIsFilledIn: Rule = ofContainers(({ container: { environment: variables = {} }, at }, { isWorker }) =>
  Object.entries(variables).flatMap(([name, value]) =>
    warning(
      'doubtful-variable',
      isWorker && typeof value === 'string' && FILLED_IN.test(value),
      at('environment', name),
      'has a placeholder that Prefect fills in for flow runs alone: here it stays as it is',
      `write the value itself, or set ${at('secrets').join('.')} for a secret`,
    ),
  ),
);

const valuesWork: Rule = ofContainers(({ container: { environment: variables = {} }, startedImage, at }) => {
  const atVariable = (name: string) => at('environment', name);
  return [...doubtsOnVariables(variables, startedImage, atVariable), ...withoutAddress(variables, atVariable)];
});

export const VARIABLES_RULES: readonly Rule[] = [comparing(ofAws), regions, nothingIsFilledIn, valuesWork];
