import { comparing, type Finding, type Rule, warning, warningAt } from '../../environment/rule';
import { REGION } from '../../values/limits/network';
import { hasPlaceholder } from '../../values/placeholder';
import { ofContainers } from './of-tasks';
import { hasPrefectsPrograms } from './resolve';

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

interface Doubt {
  readonly message: string;
  readonly hint: string;
}

/** Where Prefect's images have Python and Prefect; what else their entry point starts, it starts by its path. */
const PREFECTS_FOLDER = '/usr/local/bin';

const PREFECTS_PATH = '/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin';

/** What goes wrong in a container with these values of the variables that its programs are found by. */
const DOUBTS: Readonly<Record<string, (value: string, ofPrefect: boolean) => Doubt | undefined>> = {
  PATH: (value, ofPrefect) => {
    if (value !== '' && (!ofPrefect || value.split(':').includes(PREFECTS_FOLDER))) return undefined;
    return {
      message:
        value === ''
          ? 'is empty: the container does not start, as no program is found'
          : `lacks ${PREFECTS_FOLDER}, where the image has Python and Prefect: the container does not start`,
      hint: `remove it, or write all folders, for example ${PREFECTS_PATH}`,
    };
  },
  PYTHONHOME: (value, ofPrefect) =>
    ofPrefect && !['', '/usr/local'].includes(value)
      ? {
          message: 'is not where the image has Python, /usr/local: Python does not start',
          hint: 'remove it; for modules of your own, set PYTHONPATH',
        }
      : undefined,
  HOME: (value) =>
    value.startsWith('/')
      ? undefined
      : {
          message: 'is no absolute path: Prefect and AWS clients look for their files in another folder',
          hint: 'remove it, or write an absolute path, for example /tmp',
        },
};

/** Variables to which people add, and which no program evaluates. */
const LISTS: ReadonlySet<string> = new Set([
  ...['PATH', 'PYTHONPATH', 'PYTHONHOME', 'HOME', 'LD_LIBRARY_PATH', 'LD_PRELOAD', 'NO_PROXY', 'no_proxy'],
]);

/** Another variable as a shell would write it; a `$` may stand in a value for itself. */
const OTHER_VARIABLE = /\$(?:([A-Z_][A-Z0-9_]*)|\{([A-Z_][A-Z0-9_]*)\})/;

const programsAreFound: Rule = ofContainers(({ container: { environment: variables = {} }, startedImage, at }) =>
  Object.entries(variables).flatMap(([name, value]): Finding[] => {
    if (typeof value !== 'string' || hasPlaceholder(value)) return [];
    const doubt = unreplacedIn(name, value) ?? doubtOf(name, value, startedImage);
    return doubt === undefined
      ? []
      : warningAt('doubtful-variable', at('environment', name), doubt.message, doubt.hint);
  }),
);

function unreplacedIn(name: string, value: string): Doubt | undefined {
  const [, plain, braced] = (LISTS.has(name) && OTHER_VARIABLE.exec(value)) || [];
  const other = plain ?? braced;
  if (other === undefined) return undefined;
  return {
    message: `contains $${other} as it is written: ECS does not replace variables`,
    hint: `write the value of ${other} instead${name === 'PATH' ? `, in Prefect's images ${PREFECTS_PATH}` : ''}`,
  };
}

function doubtOf(name: string, value: string, image: string): Doubt | undefined {
  return Object.hasOwn(DOUBTS, name) ? DOUBTS[name]?.(value, hasPrefectsPrograms(image)) : undefined;
}

export const VARIABLES_RULES: readonly Rule[] = [comparing(ofAws), regions, programsAreFound];
