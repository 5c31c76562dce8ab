import { type Finding, type Rule, when } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import { hasPlaceholder } from '../../values/placeholder';
import { ofContainers } from './of-tasks';

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
  return when(isNone, path, 'must be the name of a program alone: no program has a space in its name', hint);
}

function isRelative(directory: unknown): boolean {
  return typeof directory === 'string' && !hasPlaceholder(directory) && !directory.startsWith('/');
}

export const COMMAND_RULES: readonly Rule[] = [firstWords];
