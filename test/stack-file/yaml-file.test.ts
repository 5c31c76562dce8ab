import { stringify } from 'yaml';
import { loadEnvironments } from '../../src/environment/load';
import { environmentOf, folderOf, REQUIRED, reportOn } from '../helpers/stack-files';

const required = stringify(REQUIRED);

describe('fails on', () => {
  test.each<[string, unknown, string]>([
    ['an empty file', '', 'stacks/dev.yaml\n    is empty'],
    ['a file of comments', '# nothing\n', 'is empty'],
    ['a list', '- a\n', 'stacks/dev.yaml:1\n    must be a map of fields (name: value), not a list'],
    ['a single value', 'hello\n', 'must be a map of fields'],
    [
      'a key twice, with its line',
      `${required}region: eu-west-1\n`,
      'stacks/dev.yaml:9\n    is not YAML as a stack file needs it: Map keys must be unique',
    ],
    [
      'a key __proto__',
      `${required}__proto__:\n  preset: reference\n`,
      'stacks/dev.yaml:9\n    must not use the key __proto__',
    ],
    [
      'a key __proto__ further down',
      `${required}tags:\n  __proto__: x\n`,
      'stacks/dev.yaml:10\n    must not use the key __proto__',
    ],
    ['several documents', `${required}---\n${required}`, 'is not YAML as a stack file needs it'],
    ['a tab', `tags:\n\tTeam: x\n`, 'stacks/dev.yaml:2\n    is not YAML as a stack file needs it'],
    ['a tag of YAML that it does not know', `${required}name: !secret x\n`, 'Unresolved tag: !secret'],
    ['a key that is a list', `${required}? [a, b]\n: c\n`, 'is not YAML as a stack file needs it'],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00]), 'is not text in UTF-8'],
  ])('%s', (_, content, report) => {
    expect(reportOn({ 'dev.yaml': content })).toContain(report);
  });

  test('a file that repeats itself without end by aliases, in no time', () => {
    const levels = 'abcdefghi'.split('').map((name, level, all) => {
      const below = level === 0 ? 'lol' : `*${all[level - 1]}`;
      return `${name}: &${name} [${Array(9).fill(below).join(', ')}]`;
    });
    expect(reportOn({ 'dev.yaml': levels.join('\n') })).toContain('repeats itself too often by way of aliases');
  });

  test('a folder of a stack file’s name', () => {
    expect(reportOn({ 'dev.yaml/x': '' })).toContain('stacks/dev.yaml\n    cannot be read: EISDIR');
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
