import { comparing, decidedBy, eachEntry, faultAt, noEffect, type Rule, warning, when } from '../../environment/rule';
import { suggestion } from '../../stack-file/nearest';
import { inTable } from '../../values/in-table';
import { regionSuggestion } from '../../values/region-names';
import { isKnownRegion } from '../../values/regions';
import { sourceFits } from '../secrets/rules';
import { ofContainers } from './of-tasks';

/** Options that the stack sets for its log group, and by which fields. */
const DECIDED_OPTIONS: Readonly<Record<string, readonly [worker: string, flowRuns: string]>> = {
  'awslogs-group': ['logs.name', 'flow_runs.log.name'],
  'awslogs-region': ['region', 'region'],
  'awslogs-stream-prefix': ['logs.stream_prefix', 'flow_runs.log.stream_prefix'],
  'awslogs-create-group': ['logs.group: by_driver', 'flow_runs.log.group'],
};

/** Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html */
const MODES: readonly string[] = ['blocking', 'non-blocking'];

/**
 * All that ECS takes for awslogs: with another one, RegisterTaskDefinition fails. Source: as {@link MODES}, and the
 * public reports of "Log driver awslogs disallows options".
 */
const AWSLOGS_OPTIONS: readonly string[] = [
  ...['awslogs-create-group', 'awslogs-region', 'awslogs-endpoint', 'awslogs-group', 'awslogs-stream-prefix'],
  ...['awslogs-datetime-format', 'awslogs-multiline-pattern', 'mode', 'max-buffer-size'],
];

/** Source: RAMInBytes of https://github.com/docker/go-units, which Docker reads it with. */
const BUFFER_SIZE = /^[0-9]+(\.[0-9]+)? ?([kmgtp]i?)?b?$/i;

/** Without these, RegisterTaskDefinition fails too. */
const REQUIRED_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  awslogs: ['awslogs-group', 'awslogs-region'],
  splunk: ['splunk-url', 'splunk-token'],
};

/** Options that are added to those of the stack's log group. */
const addedOptions: Rule = (environment) =>
  ofContainers(({ container: { logConfiguration: log }, at }, { isWorker }) => {
    if (typeof log !== 'object' || log.logDriver !== undefined) return [];
    const group = isWorker ? environment.logs.group : environment.flowRuns?.log.group;
    const field = isWorker ? 'logs.group' : 'flow_runs.log.group';
    return [
      ...noEffect(group === 'none', at('log_configuration'), `${field} is none`, 'set log_driver'),
      ...noEffect(
        Object.keys(log.secretOptions).length > 0,
        at('log_configuration', 'secret_options'),
        'the log group has no option that is a secret',
        'set log_driver',
      ),
      ...Object.keys(log.options).flatMap((name) =>
        decidedBy(
          at('log_configuration', 'options', name),
          inTable(DECIDED_OPTIONS, name)?.[isWorker ? 0 : 1],
          'set log_driver: awslogs for a log group of this container alone',
        ),
      ),
    ];
  })(environment);

const optionsAreComplete = ofContainers(({ container: { logConfiguration: log }, at }) => {
  if (typeof log !== 'object') return [];
  const { logDriver, options, secretOptions } = log;
  const required = REQUIRED_OPTIONS[logDriver ?? ''] ?? [];
  const missing = required.filter((name) => options[name] === undefined && secretOptions[name] === undefined);
  return when(
    missing.length > 0,
    at('log_configuration', 'options'),
    `must have ${missing.join(' and ')} with log_driver: ${logDriver}`,
    logDriver === 'awslogs'
      ? 'remove log_driver to use the log group of the stack, or add awslogs-group and awslogs-region'
      : 'add it; a token belongs in secret_options',
  );
});

const awslogsOptionsFit = ofContainers(({ container: { logConfiguration: log }, at }) => {
  if (typeof log !== 'object' || (log.logDriver ?? 'awslogs') !== 'awslogs') return [];
  const { options } = log;
  const option = (name: string) => at('log_configuration', 'options', name);
  return [
    ...Object.keys(options)
      .filter((name) => !AWSLOGS_OPTIONS.includes(name))
      .flatMap((name) =>
        faultAt(option(name), 'is not an option that ECS allows for awslogs', suggestion(name, AWSLOGS_OPTIONS)),
      ),
    ...when(
      (options['awslogs-create-group'] ?? 'true') !== 'true',
      option('awslogs-create-group'),
      'must be "true": ECS refuses every other value',
      'remove it, so that the driver creates no log group',
    ),
    ...noEffect(
      options['awslogs-datetime-format'] !== undefined && options['awslogs-multiline-pattern'] !== undefined,
      option('awslogs-multiline-pattern'),
      'awslogs-datetime-format decides where an entry begins',
      'remove awslogs-datetime-format',
    ),
  ];
});

const bufferFits = ofContainers(({ container: { logConfiguration: log }, at }) => {
  if (typeof log !== 'object') return [];
  const { mode, 'max-buffer-size': size } = log.options;
  const option = (name: string) => at('log_configuration', 'options', name);
  return [
    ...when(
      mode !== undefined && !MODES.includes(mode),
      option('mode'),
      `invalid value; allowed: ${MODES.join(', ')}`,
      'set mode: non-blocking to keep the container running while the log cannot be written',
    ),
    ...when(
      size !== undefined && !BUFFER_SIZE.test(size),
      option('max-buffer-size'),
      'is not a size that Docker reads: the container would not start',
      'for example max-buffer-size: 25m',
    ),
    ...noEffect(
      mode === 'blocking' && size !== undefined,
      option('max-buffer-size'),
      'mode is blocking, which buffers nothing',
      'set mode: non-blocking',
    ),
  ];
});

/**
 * What Go's regular expressions, with which the driver reads the pattern, have as JavaScript has it or not at all.
 * Source: https://github.com/google/re2/wiki/Syntax
 */
function patternFault(pattern: string): string | undefined {
  if (/\(\?(=|!|<=|<!)|\\[1-9]/.test(pattern)) return 'has a look-around or a back reference, which RE2 does not have';
  const inJavaScript = pattern
    .replaceAll(/\\Q.*?(\\E|$)/gs, '')
    .replaceAll(/\(\?[imsU-]+\)/g, '')
    .replaceAll(/\(\?[imsU-]+:/g, '(?:')
    .replaceAll('(?P<', '(?<')
    .replaceAll(/\\[AzC]/g, '');
  try {
    return new RegExp(inJavaScript) && undefined;
  } catch {
    return 'is not a regular expression';
  }
}

const valuesOfOptions = ofContainers(({ container: { logConfiguration: log }, at }) => {
  if (typeof log !== 'object') return [];
  const path = at('log_configuration', 'options');
  const { 'awslogs-multiline-pattern': pattern, 'awslogs-region': region, 'splunk-url': url } = log.options;
  const fault = pattern === undefined ? undefined : patternFault(pattern);
  return [
    ...when(
      fault !== undefined,
      [...path, 'awslogs-multiline-pattern'],
      `${fault}: the log driver would not start, nor would the container`,
      'write a pattern for the first line of an entry, for example ^\\d{4}-',
    ),
    ...when(
      url !== undefined && !/^https?:\/\/[^/\s]+\/?$/.test(url),
      [...path, 'splunk-url'],
      'must be SCHEME://HOST:PORT without a path, as the log driver demands',
      'for example https://splunk.example.com:8088',
    ),
    ...warning(
      'unknown-region',
      region !== undefined && !isKnownRegion(region),
      [...path, 'awslogs-region'],
      'is not a region that AWS had in November 2026',
      regionSuggestion(region ?? ''),
    ),
  ];
});

const secretOptions = ofContainers(({ container: { logConfiguration: log }, at }) =>
  typeof log !== 'object'
    ? []
    : eachEntry(log.secretOptions, (option, secret) =>
        sourceFits(secret, at('log_configuration', 'secret_options', option)),
      ),
);

export const LOG_RULES: readonly Rule[] = [
  addedOptions,
  optionsAreComplete,
  comparing(awslogsOptionsFit),
  comparing(bufferFits),
  valuesOfOptions,
  secretOptions,
];
