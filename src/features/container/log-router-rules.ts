import { comparing, each, eachEntry, noEffectAt, type Rule, warningAt, when } from '../../environment/rule';
import { suggestion } from '../../stack-file/nearest';
import { inTable } from '../../values/in-table';
import { containersOf, ofTasks } from './of-tasks';

/** Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_FirelensConfiguration.html */
const ROUTER_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  'enable-ecs-log-metadata': ['true', 'false'],
  'config-file-type': ['s3', 'file'],
  // The ARN of an S3 object, or a path.
  'config-file-value': [],
};

const routerOptions = ofTasks(({ main: { sidecars }, isOnFargate, at }) =>
  eachEntry(sidecars, (name, { firelensConfiguration }) => {
    const options = firelensConfiguration?.options ?? {};
    const path = at('sidecars', name, 'firelens_configuration', 'options');
    const { 'config-file-type': type, 'config-file-value': value } = options;
    return [
      ...Object.entries(options).flatMap(([option, given]) => {
        const allowed = inTable(ROUTER_OPTIONS, option);
        return allowed === undefined
          ? warningAt(
              'unknown-attribute',
              [...path, option],
              'is not an option that FireLens had in November 2026',
              suggestion(option, Object.keys(ROUTER_OPTIONS)),
            )
          : when(
              allowed.length > 0 && !allowed.includes(given),
              [...path, option],
              'invalid value',
              suggestion(given, allowed),
            );
      }),
      ...when(
        isOnFargate && type === 's3',
        [...path, 'config-file-type'],
        'must be file on Fargate, which reads no configuration from S3',
        'set config-file-type: file, and build the file into the image',
      ),
      ...when(
        (type === undefined) !== (value === undefined),
        path,
        `must have ${type === undefined ? 'config-file-type' : 'config-file-value'}: the two belong together`,
        type === undefined
          ? 'add config-file-type: file'
          : 'add it, for example config-file-value: /fluent-bit/configs/parse-json.conf',
      ),
    ];
  }),
);

const routers = ofTasks((task) => {
  const { sidecars } = task.main;
  const routing = Object.values(sidecars).filter(({ firelensConfiguration }) => firelensConfiguration !== undefined);
  const path = task.at('sidecars').join('.');
  return [
    ...when(
      routing.length > 1,
      task.at('sidecars'),
      'only one sidecar can be the log router (firelens_configuration)',
      'remove firelens_configuration from the others',
    ),
    ...each(containersOf(task), ({ name, container, at }) => {
      const { logConfiguration } = container;
      const isRouted = typeof logConfiguration === 'object' && logConfiguration.logDriver === 'awsfirelens';
      const driver = at('log_configuration', 'log_driver');
      return [
        ...when(
          isRouted && routing.length === 0,
          driver,
          'awsfirelens requires a log router',
          `add a sidecar as the log router: ${path}: {NAME: {firelens_configuration: {type: fluentbit}, …}}`,
        ),
        ...when(
          isRouted && sidecars[name]?.firelensConfiguration !== undefined,
          driver,
          'must not be awsfirelens in the log router itself',
          'remove log_configuration: the log then goes to the default log group',
        ),
      ];
    }),
  ];
});

/** Source: the answer of RegisterTaskDefinition, as in https://github.com/aws/amazon-cloudwatch-logs-for-fluent-bit/issues/20 */
const routersAreUsed = ofTasks((task, { flowRuns }) => {
  const containers = containersOf(task);
  const router = containers.find(({ name }) => task.main.sidecars[name]?.firelensConfiguration !== undefined);
  const isKnown =
    containers.every(({ container }) => container.attributes['logConfiguration'] === undefined) &&
    (task.isWorker || flowRuns?.jobConfiguration['task_definition'] === undefined);
  const isUsed = containers.some(
    ({ container: { logConfiguration: log } }) => typeof log === 'object' && log.logDriver === 'awsfirelens',
  );
  return router === undefined || isUsed || !isKnown
    ? []
    : noEffectAt(
        router.at('firelens_configuration'),
        'no container of the task has log_driver: awsfirelens, and ECS refuses such a task definition',
        `set ${task.at('log_configuration').join('.')}: {log_driver: awsfirelens, options: {Name: OUTPUT}}`,
      );
});

export const LOG_ROUTER_RULES: readonly Rule[] = [
  comparing(routerOptions),
  comparing(routers),
  comparing(routersAreUsed),
];
