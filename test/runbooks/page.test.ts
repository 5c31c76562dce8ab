import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GENERATED_EXAMPLES } from '../helpers/examples';
import { EXCEPTIONS } from './exceptions';
import { commandsOf } from './page';

const STACKS = join(GENERATED_EXAMPLES, 'stacks');
const commands = readdirSync(STACKS).flatMap((name) =>
  commandsOf(readFileSync(join(STACKS, name, 'README.md'), 'utf8')),
);
const exceptionTo = (text: string) => EXCEPTIONS.find(({ command }) => command.test(text));

test('each exception is for commands that a page still has', () => {
  const used = new Set(commands.map(({ text }) => exceptionTo(text)));
  expect(EXCEPTIONS.filter((exception) => !used.has(exception))).toEqual([]);
});

test('what test:runbooks does not run for real is this', () => {
  const kinds = commands.flatMap(({ text }) => {
    const how = exceptionTo(text)?.how ?? 'reported';
    return how === 'reported' ? [] : [kindOf(text)];
  });
  expect([...new Set(kinds)].sort()).toEqual(NOT_RUN);
});

/** A command without what differs from page to page. */
function kindOf(text: string): string {
  return text
    .replace(/^.*\| (?=docker)/, '')
    .split(' ')
    .slice(0, 3)
    .join(' ')
    .replace(/ (-|(?!s3api )\S*[0-9:/$"]).*$/, '');
}

const NOT_RUN: readonly string[] = [
  'TF_INPUT=0 npx cdktf',
  'aws ecs execute-command',
  'aws s3api get-object',
  'aws ssm start-session',
  'docker buildx build',
  'docker buildx imagetools',
  'docker login',
  'docker run',
  'git revert',
  'npx cdktf diff',
  'npx prefect-ecs-worker synth',
  'prefect deployment run',
  'prefect flow-run cancel',
  'prefect flow-run inspect',
  'prefect flow-run logs',
  'prefect flow-run retry',
  'terraform apply',
  'terraform force-unlock ID',
  'terraform login',
  'terraform output NAME',
  'terraform providers lock',
  'terraform state push',
  'terraform untaint aws_ecs_service.prefect_worker_service',
];

test('a statement is a line, with those that go on', () => {
  const page = [
    '# A',
    '',
    'Run `npm run synth`, not `npm`.',
    '',
    '## B',
    '```json',
    '{"aws": "no command"}',
    '```',
    '1. First:',
    '',
    '   ```sh',
    '   for a in b; do',
    '     if c; then',
    '       d',
    '     fi',
    '   done | sort',
    '   e \\',
    '     f &&',
    '     g "h',
    '   i"',
    '   j',
    '   k | while read -r l; do',
    '     m',
    '   done',
    '   ```',
  ];
  expect(commandsOf(page.join('\n'))).toEqual([
    { section: 'Head', text: 'npm run synth' },
    { section: 'B', text: 'for a in b; do\n  if c; then\n    d\n  fi\ndone | sort' },
    { section: 'B', text: 'e \\\n  f &&\n  g "h\ni"' },
    { section: 'B', text: 'j' },
    { section: 'B', text: 'k | while read -r l; do\n  m\ndone' },
  ]);
});
