import { type Finding, type Rule, warning, when } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import { hasPlaceholder } from '../../values/placeholder';
import { HEALTH_IN_WORDS } from './health-command';
import { ofContainers } from './of-tasks';
import { hasPrefectsPrograms } from './resolve';

/** A list of words is run without a shell, which alone would divide them. */
const firstWords: Rule = ofContainers(({ container: { entryPoint, healthCheck, attributes }, at }) => {
  const [kind, program] = healthCheck?.command ?? [];
  return [
    ...runs(entryPoint?.[0], at('entry_point', 0), 'write each word as an entry of its own, or [sh, -c, LINE]'),
    ...runs(
      kind === 'CMD' ? program : undefined,
      at('health_check', 'command', 1),
      'write each word as an entry of its own, or [CMD-SHELL, LINE]',
    ),
    ...when(
      isRelative(attributes['workingDirectory']),
      at('attributes', 'workingDirectory'),
      'must be an absolute path: the container would not start',
      'begin it with /',
    ),
  ];
});

function runs(program: string | undefined, path: Path, hint: string): Finding[] {
  const isNone = program !== undefined && !hasPlaceholder(program) && /^\s*$|^[^/]*\s/.test(program);
  const fault = /\S/.test(program ?? '')
    ? 'must be the name of a program alone: no program has a space in its name'
    : 'must not be empty: it is the name of a program';
  return when(isNone, path, fault, hint);
}

function isRelative(directory: unknown): boolean {
  return typeof directory === 'string' && !hasPlaceholder(directory) && !directory.startsWith('/');
}

/** The entry point of Prefect's images runs the words of a command as they are. */
const commandIsDivided: Rule = ofContainers(({ container, startedImage, at }) => {
  const { command, entryPoint } = container as { readonly command?: unknown; readonly entryPoint?: readonly string[] };
  const [first = '', ...others] = Array.isArray(command) ? (command as readonly string[]) : [];
  // Alone, a path with a space is a line; before other words it is the path of a program.
  const isLine = others.length === 0 ? /\S\s+\S/ : /^\s*[^/\s]+\s+\S/;
  return when(
    entryPoint === undefined && hasPrefectsPrograms(startedImage) && isLine.test(first),
    at('command', 0),
    'must be the name of a program alone: the entry point of the image divides no line into words',
    `write each word as an entry of its own: [${[...first.trim().split(/\s+/), ...others].join(', ')}]`,
  );
});

const SHELL = /^(\/(usr\/(local\/)?)?bin\/)?(sh|bash|dash|ash|zsh)$/;

/** `sh -c` takes one word as its line, and the rest as arguments of that. */
const shellsGetALine: Rule = (environment) =>
  ofContainers(({ container, isMain, at }, { isWorker }) => {
    const { entryPoint = [] } = container;
    const { command } = container as { readonly command?: Command };
    // What a deployment sets may be one line.
    if (isMain && !isWorker && environment.flowRuns?.variables['command'] !== undefined) return [];
    const first = firstOfSeveral(command, isMain);
    return when(
      first !== undefined &&
        !/\s/.test(first) &&
        SHELL.test(entryPoint[0] ?? '') &&
        /^-[abd-z]*c[a-z]*$/.test(entryPoint.at(-1) ?? ''),
      at('entry_point'),
      `ends in ${entryPoint.at(-1)}: the shell runs ${first} alone, without the other words of the command`,
      `add a line that runs them all: [${entryPoint.join(', ')}, 'exec "$0" "$@"']`,
    );
  })(environment);

type Command = 'image' | readonly string[];

/** The first word of a command of several. What runs where none is set begins with prefect. */
function firstOfSeveral(command: Command | undefined, isMain: boolean): string | undefined {
  if (command === undefined) return isMain ? 'prefect' : undefined;
  return command !== 'image' && command.length > 1 ? command[0] : undefined;
}

/** Source: https://github.com/PrefectHQ/prefect/blob/main/Dockerfile, which builds on python:VERSION-slim. */
const WITHOUT_CURL = /(^|\/)prefecthq\/prefect(-aws)?(:(?!.*-conda)|@|$)/;

/** A line that asks nothing else where curl fails. */
const CURL_ALONE = /^\s*(\S*\/)?(curl|wget)\s[^|;&]*(\|\|\s*(exit\s+\d+|false)\s*)?$/;

const imageHasProgram: Rule = ofContainers(({ container: { healthCheck }, isMain, startedImage, at }, { isWorker }) => {
  const [, ...words] = healthCheck?.command ?? [];
  // The first argument of a program says as much as all: it has no shell. A line of a shell is one word.
  const [, , program] = CURL_ALONE.exec(words.slice(0, 2).join(' ')) ?? [];
  return warning(
    'missing-program',
    program !== undefined && WITHOUT_CURL.test(startedImage),
    at('health_check', 'command'),
    `runs ${program}, which Prefect's images do not have: the container would never be healthy`,
    `${isMain && isWorker ? 'remove it, since the worker has a default health check; or use Python' : 'use Python'}: ${HEALTH_IN_WORDS}`,
  );
});

export const COMMAND_RULES: readonly Rule[] = [firstWords, commandIsDivided, shellsGetALine, imageHasProgram];
