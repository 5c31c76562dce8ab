import { stringify } from 'yaml';
import { loadEnvironments } from '../../src/environment/load';
import { environmentOf, folderOf, REQUIRED, reportOn } from '../helpers/stack-files';

const required = stringify(REQUIRED);

describe('fails on', () => {
  test.each<[string, unknown, string]>([
    ['an empty file', '', 'stacks/dev.yaml\n    is empty'],
    ['a file of comments', '# nothing\n', 'is empty'],
    ['a list', '- a\n', 'stacks/dev.yaml:1\n    must be a mapping of fields'],
    ['a single value', 'hello\n', 'must be a mapping of fields'],
    [
      'a key twice, with both lines',
      `${required}region: eu-west-1\n`,
      'stacks/dev.yaml:9 region\n    duplicate key: it is set at stacks/dev.yaml:1 already\n    → remove one of the two',
    ],
    [
      'a key twice further down',
      `${required}tags: { A: x, B: y, A: z }\n`,
      'stacks/dev.yaml:9 tags.A\n    duplicate key: it is set at stacks/dev.yaml:9 already',
    ],
    [
      'a key twice in an entry of a list',
      `${required}network:\n  egress:\n    - port: 1\n      port: 2\n`,
      'stacks/dev.yaml:12 network.egress[0].port\n    duplicate key: it is set at stacks/dev.yaml:11 already',
    ],
    [
      'a key __proto__',
      `${required}__proto__:\n  preset: reference\n`,
      'stacks/dev.yaml:9 __proto__\n    this key is not allowed',
    ],
    ['a key __proto__ further down', `${required}tags:\n  __proto__: x\n`, 'stacks/dev.yaml:10 tags.__proto__\n'],
    [
      'a merge key',
      `${required}tags:\n  <<: { A: b }\n`,
      'YAML merge keys are not supported\n    → write the fields out',
    ],
    [
      'a merge key among options',
      `${required}overrides:\n  a.b: { <<: { A: b } }\n`,
      'YAML merge keys are not supported',
    ],
    ['several documents', `${required}---\n${required}`, 'invalid YAML: a stack file is one document'],
    ['a tab', `tags:\n\tTeam: x\n`, 'stacks/dev.yaml:2\n    invalid YAML: a tab for indentation\n    → use spaces'],
    ['a tag of YAML', `${required}name: !secret x\n`, 'invalid YAML: YAML tags (!NAME) are not supported'],
    [
      'a set, of which nothing would arrive',
      `${required}tags: !!set {a, b}\n`,
      'dev.yaml:9 tags\n    invalid YAML: YAML tags',
    ],
    ['an ordered mapping', `${required}tags: !!omap [{a: b}]\n`, 'invalid YAML: YAML tags (!NAME) are not supported'],
    ['bytes', `${required}name: !!binary aGVsbG8=\n`, 'dev.yaml:9 name\n    invalid YAML: YAML tags'],
    ['a key that is a list', `${required}? [a, b]\n: c\n`, 'invalid YAML: a key must be text'],
    ['a template', `${required}name: {{ name }}\n`, 'invalid YAML: text that begins with {{ or {% must be in quotes'],
    ['a template of Jinja', `${required}{% if x %}\n`, 'stack files are not templates'],
    [
      'an alias without its anchor',
      `${required}name: *nope\n`,
      'dev.yaml:9 name\n    an alias (*NAME) without its anchor',
    ],
    [
      'an alias that contains itself',
      `${required}tags: &all { A: *all }\n`,
      'dev.yaml:9 tags.A\n    an alias (*NAME) within the value of its anchor (&NAME), which would contain itself',
    ],
    [
      'aliases that contain each other',
      `${required}terraform: { locals: &a { x: &b { y: [*a] } } }\n`,
      'dev.yaml:9 terraform.locals.x.y\n    an alias (*NAME) within the value',
    ],
    ['a bracket that is missing', `${required}tags: {A: b\n`, 'invalid YAML: } is missing\n    → add }'],
    ['a quote that is missing', `${required}name: "a\n`, 'invalid YAML: " is missing\n    → add "'],
    ['a second colon', `${required}name: a: b\n`, 'invalid YAML: a second colon in one line'],
    ['a colon without a space', `name:a\n${required}`, 'invalid YAML: a line without "NAME: VALUE"'],
    ['a backslash in double quotes', `${required}name: "\\d"\n`, 'a backslash in double quotes must begin an escape'],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00]), 'is not a text file in UTF-8'],
  ])('%s', (_, content, report) => {
    expect(reportOn({ 'dev.yaml': content })).toContain(report);
  });

  test('a file whose aliases multiply, at once', () => {
    const levels = 'abcdefghi'.split('').map((name, level, all) => {
      const below = level === 0 ? 'lol' : `*${all[level - 1]}`;
      return `${name}: &${name} [${Array(9).fill(below).join(', ')}]`;
    });
    expect(reportOn({ 'dev.yaml': levels.join('\n') })).toContain('has too many aliases');
  });

  test('an alias that contains itself in a file with a base', () => {
    const files = { '_base.yaml': required, 'dev.yaml': 'extends: _base.yaml\ntags: &all { A: *all }\n' };
    expect(reportOn(files)).toContain('dev.yaml:2 tags.A\n    an alias (*NAME) within');
  });

  test.each([
    `${required}api_key: hunter2: x\n`,
    `${required}api_key: !hunter2 x\n`,
    `${required}api_key: "x" hunter2\n`,
    `${required}api_key: "\\hunter2"\n`,
    `${required}api_key: *hunter2\n`,
    `${required}api_key: |hunter2\n  x\n`,
    `${required}api_key: [a, hunter2\n`,
    `${required}api_key: @hunter2\n`,
    `- a\nhunter2: hunter2\n`,
    `${required}pnu_hunter2hunter2: a\npnu_hunter2hunter2: b\n`,
    `%hunter2\n---\n${required}`,
  ])('an error of YAML without the value, which may be a secret: %j', (content) => {
    expect(reportOn({ 'dev.yaml': content })).not.toContain('hunter2');
  });
});

describe('takes', () => {
  test('anchors, CRLF and a byte order mark', () => {
    const source = `\uFEFF${required}tags:\r\n  A: &team data\r\n  B: *team\r\n`;
    expect(loadEnvironments(folderOf({ 'dev.yaml': source }))[0]?.tags).toEqual({ A: 'data', B: 'data' });
  });

  test('a tag named like something that every JavaScript object has', () => {
    expect(environmentOf({ tags: { constructor: 'x', toString: 'y' } }).tags).toEqual({
      constructor: 'x',
      toString: 'y',
    });
  });
});
