import { each, type Finding, type Rule, warning } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import { hasPlaceholder } from '../../values/placeholder';
import { settingFault, settingWithout } from '../../values/prefect-settings';
import { workersWithOwn } from '../workers/workers-of';

/** The variables of Prefect's own processes, and where each stands. */
const knownSettings: Rule = (environment) => {
  const { prefect, flowRuns } = environment;
  return [
    ...inVariables(['prefect', 'settings'], prefect.settings),
    ...Object.keys(prefect.settings).flatMap((name) => {
      const meant = settingWithout(name);
      return warning(
        'unknown-setting',
        meant !== undefined,
        ['prefect', 'settings', name],
        'is not a setting: the names of all settings begin with PREFECT_',
        `did you mean ${meant}?`,
      );
    }),
    ...each(workersWithOwn(environment, 'worker'), ({ container, at }) => [
      ...inVariables(at('worker', 'environment'), container.environment),
      ...inVariables(at('worker', 'secrets'), container.secrets),
    ]),
    ...inVariables(['flow_runs', 'environment'], flowRuns?.environment ?? {}),
    ...inVariables(['flow_runs', 'secrets'], flowRuns?.secrets ?? {}),
  ];
};

function inVariables(path: Path, variables: Readonly<Record<string, unknown>>): Finding[] {
  return Object.entries(variables).flatMap(([name, value]) => {
    const known = typeof value === 'string' && !hasPlaceholder(value) ? value : undefined;
    const fault = settingFault(name, known);
    return warning('unknown-setting', fault !== undefined, [...path, name], fault?.message ?? '', fault?.hint ?? '');
  });
}

/** Variables that ECS sets in each container. Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-fargate.html */
const OF_ECS =
  /^(AWS_CONTAINER_CREDENTIALS_(RELATIVE|FULL)_URI|ECS_CONTAINER_METADATA_URI(_V4)?|ECS_AGENT_URI|AWS_EXECUTION_ENV)$/;

/** Where boto3 looks for profiles. */
const FILES_OF_AWS = ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE'];

const doubtful: Rule = (environment) => {
  const places: [Path, Readonly<Record<string, unknown>>][] = [
    ...workersWithOwn(environment, 'worker').map(({ container, at }): [Path, Readonly<Record<string, unknown>>] => [
      at('worker', 'environment'),
      container.environment,
    ]),
    [['flow_runs', 'environment'], environment.flowRuns?.environment ?? {}],
  ];
  return each(places, ([path, variables]) =>
    Object.keys(variables).flatMap((name) => [
      ...warning(
        'doubtful-variable',
        OF_ECS.test(name) && variables[name] !== null,
        [...path, name],
        'is set by ECS: with another value, the container finds neither its role nor its task',
        'remove it',
      ),
      ...warning(
        'doubtful-variable',
        name === 'AWS_PROFILE' && !FILES_OF_AWS.some((file) => Object.hasOwn(variables, file)),
        [...path, name],
        'names a profile of a file that containers usually do not have: each call of AWS would fail',
        'remove it: the container has a task role; or set AWS_CONFIG_FILE too',
      ),
    ]),
  );
};

export const SETTING_RULES: readonly Rule[] = [knownSettings, doubtful];
