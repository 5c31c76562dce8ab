import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from '@swc/core';
import { analyse, type Literal } from 'scslre';

const SRC = join(__dirname, '..', '..', 'src');
/** The build and the start of the command, which no text of a user reaches. */
const OF_THE_BUILD = /^(build|cli)\.ts$|^(bundle|start)\//;

const FILES = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !OF_THE_BUILD.test(file),
);
/** As a constant of its module, or a part of one. */
const PUT_TOGETHER = /^(?:(?:export )?const .*| {2,4}\w+: )new RegExp\(/m;

jest.setTimeout(120_000);

test('the analysis finds expressions that take the square of the time for twice the text', () => {
  const slow = [/[^\s"]*%[0-9A-Fa-f]{2}/, /\[[^\]]*\]/, / +$/m, /^[^/]*[.:][^/]*\//, /^(a+)+$/];
  expect(slow.filter((pattern) => reasonsOf(pattern).length === 0)).toEqual([]);
});

test('no regular expression takes more than twice the time for twice the text', () => {
  const written = FILES.flatMap((file) => literalsIn(readFileSync(join(SRC, file), 'utf8')).map(at(file)));
  expect(written.length).toBeGreaterThan(400);
  expect([...written, ...putTogether()].flatMap(({ file, literal }) => reasonsOf(literal).map(at(file)))).toEqual([]);
});

function at(file: string) {
  return <Literal>(literal: Literal) => ({ file, literal });
}

function reasonsOf({ source, flags }: Literal): string[] {
  const { reports } = analyse({ source, flags }, { reportTypes: { Move: true, Self: true, Trade: true } });
  return reports.map(({ character }) => `/${source}/${flags} on many ${JSON.stringify(character.pick)}`);
}

function literalsIn(text: string): Literal[] {
  const found: Literal[] = [];
  JSON.stringify(parseSync(text, { syntax: 'typescript' }), (_, value) => {
    if (value?.type === 'RegExpLiteral') found.push({ source: value.pattern, flags: value.flags });
    return value;
  });
  return found;
}

/** Those that a module puts together from parts when it is loaded. */
function putTogether(): { file: string; literal: Literal }[] {
  const found: { file: string; literal: Literal }[] = [];
  const { RegExp: original } = globalThis;
  for (const file of FILES.filter((name) => PUT_TOGETHER.test(readFileSync(join(SRC, name), 'utf8')))) {
    globalThis.RegExp = new Proxy(original, {
      construct(target, given: ConstructorParameters<RegExpConstructor>) {
        const pattern = new target(...given);
        found.push({ file, literal: pattern });
        return pattern;
      },
    });
    try {
      require(join(SRC, file));
    } finally {
      globalThis.RegExp = original;
    }
  }
  return found;
}
