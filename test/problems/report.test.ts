import { ConfigError, describe as described } from '../../src/problems/errors';
import { reportMistakes } from '../../src/problems/report';

const MISTAKE = {
  file: 'stacks/dev.yaml',
  line: 3,
  path: 'worker_cpu',
  value: 300,
  message: 'invalid',
  hint: 'set 256',
};
const WARNING = { file: 'stacks/dev.yaml', line: 4, message: 'looks odd', warning: 'odd' };

/** What is printed on stderr about the problems, where that is a terminal or not. */
async function printed(isTTY: boolean, environment: Readonly<Record<string, string>>, writes = true): Promise<string> {
  const { error } = console;
  const exitCode = process.exitCode;
  const given = { ...process.env };
  const was = Object.getOwnPropertyDescriptors(process.stderr);
  const { WriteStream } = await import('node:tty');
  const lines: string[] = [];
  console.error = (line: string) => lines.push(line);
  for (const name of ['NO_COLOR', 'FORCE_COLOR', 'CI']) delete process.env[name];
  Object.assign(process.env, { TERM: 'xterm-256color', ...environment });
  Object.defineProperties(process.stderr, {
    isTTY: { value: isTTY, configurable: true, writable: true },
    getColorDepth: { value: WriteStream.prototype.getColorDepth, configurable: true, writable: true },
    hasColors: { value: WriteStream.prototype.hasColors, configurable: true, writable: true },
  });
  try {
    await reportMistakes(
      () => {
        throw new ConfigError([MISTAKE, WARNING]);
      },
      () => false,
      () => writes,
    );
  } finally {
    console.error = error;
    process.exitCode = exitCode;
    process.env = given;
    for (const name of ['isTTY', 'getColorDepth', 'hasColors'] as const) {
      const descriptor = was[name];
      if (descriptor === undefined) Reflect.deleteProperty(process.stderr, name);
      else Object.defineProperty(process.stderr, name, descriptor);
    }
  }
  return lines.join('\n');
}

const PLAIN = `stacks/dev.yaml:3 worker_cpu: 300
    invalid
    → set 256
stacks/dev.yaml:4
    warning odd: looks odd
1 mistake and 1 warning. Nothing was written.`;

test('a report has colours on a terminal, and is the same text without them', async () => {
  const colored = await printed(true, {});
  expect(colored).toContain('\u001b[1mstacks/dev.yaml:3\u001b[22m worker_cpu: 300\n    \u001b[31minvalid\u001b[39m');
  expect(colored).toContain('\u001b[33mwarning odd:\u001b[39m looks odd');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: an escape is one.
  expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(PLAIN);
});

test.each<[string, boolean, Record<string, string>]>([
  ['into a file', false, {}],
  ['into the log of a CI', false, { CI: 'true' }],
  ['on a terminal with NO_COLOR', true, { NO_COLOR: '1' }],
  ['on a terminal that has no colours', true, { TERM: 'dumb' }],
])('a report has no colours %s', async (_, isTTY, environment) => {
  expect(await printed(isTTY, environment)).toBe(PLAIN);
});

test('a command that only reads does not say that nothing was written', async () => {
  expect(await printed(false, {}, false)).toMatch(/\n1 mistake and 1 warning\.$/);
});

test.each([
  ['turns the text after it', '\u202e', '\\u202e'],
  ['begins a colour', '\u001b[31m', '\\u001b[31m'],
  ['is a control character of one byte', '\u009b31m', '\\u009b31m'],
  ['ends a line', '\u2028', '\\u2028'],
  ['has no width', '\u200b', '\\u200b'],
  ['is beyond 16 bits', '\u{e0041}', '\\udb40\\udc41'],
])('what %s is shown as JavaScript writes it, wherever it stands', (_, character, shown) => {
  const odd = { file: `a${character}.yaml`, path: `b${character}`, value: `c${character}`, hint: `e${character}` };
  const report = described([{ ...odd, line: 1, message: `d${character}` }]);
  expect(report).toBe(`a${shown}.yaml:1 b${shown}: "c${shown}"\n    d${shown}\n    → e${shown}`);
});

test('a name with a line end is one line', () => {
  expect(described([{ file: 'a\nb.yaml', message: 'c\nd' }])).toBe('a\\u000ab.yaml\n    c\nd');
});
