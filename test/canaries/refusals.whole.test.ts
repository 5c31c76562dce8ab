import { stringify } from 'yaml';
import { loadEnvironments } from '../../src/environment/load';
import { ConfigError } from '../../src/problems/errors';
import { fileWith, PLACES, type Place } from '../helpers/places';
import { sampled } from '../helpers/sampled';
import { folderOf, REQUIRED } from '../helpers/stack-files';

/** Found nowhere else. */
const CANARY = 'c4n4ry5f2c81d09b7e';

/** What a user could put into a stack file by mistake, in the shapes that makers give to secrets. */
const SECRETS: Readonly<Record<string, string>> = {
  'a key of Prefect': `pnu_${CANARY}aaaaaaaaaaaaaaaaaa`,
  'a key of AWS': `AKIA${CANARY.toUpperCase().slice(0, 16)}`,
  'a URL with a password': `https://admin:${CANARY}@prefect.example.com/api`,
  'a connection string': `host=db.example.com user=admin password=${CANARY}`,
  'a header': `Authorization: Bearer ${CANARY}`,
  'a key in Base64': inBase64(`pnu_${CANARY}aaaaaaaaaaaaaaaaaa`),
};

function inBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** Also in the middle of what is encoded, at each of the three places in which Base64 can have it. */
const FORMS = [CANARY, ...['', 'a', 'ab'].map((before) => inBase64(`${before}${CANARY}`).slice(4, -4).toLowerCase())];

/** All that a person or a program is shown of a refusal; undefined where the file is accepted. */
function shown(files: Readonly<Record<string, unknown>>): string | undefined {
  try {
    loadEnvironments(folderOf(files));
    return undefined;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return `${error.message}\n${JSON.stringify(error.problems)}`;
  }
}

const KINDS = Object.entries(SECRETS);

/** Of each kind; all of them take minutes. */
const COUNT = 10;

function isShown(files: Readonly<Record<string, unknown>>): boolean {
  const report = shown(files)?.toLowerCase() ?? '';
  return FORMS.some((form) => report.includes(form));
}

test.each(KINDS)('%s as a value is not shown, wherever it stands', (_, secret) => {
  const wrong = sampled(PLACES, COUNT).filter((place) => isShown({ 'test.yaml': fileWith(secret, place) }));
  expect(wrong.map(({ path }) => path.join('.'))).toEqual([]);
});

test.each(KINDS)('%s as the name of something is not shown, wherever it stands', (_, secret) => {
  const besides = sampled(PLACES, COUNT).map(({ file, path }): Place => ({ file, path: path.slice(0, -1) }));
  const wrong = besides.filter((place) => isShown({ 'test.yaml': fileWith({ [secret]: 'x' }, place) }));
  expect(wrong.map(({ path }) => path.join('.'))).toEqual([]);
});

const [, KEY] = KINDS[0] as [string, string];
const GOOD = stringify(REQUIRED);

test.each<[where: string, text: string]>([
  ['of text that is no mapping', KEY],
  ['of a list', `- ${KEY}`],
  ['with a quote that does not end', `${GOOD}tags: {Key: "${KEY}`],
  ['with a bracket that does not end', `${GOOD}worker_subnets: [${KEY}`],
  ['with a tab before it', `${GOOD}tags:\n\tKey: ${KEY}\n`],
  ['with an alias that is not there', `${GOOD}tags: *${KEY}\n`],
  ['with an anchor', `${GOOD}tags: &${KEY} 1\n`],
  ['with a tag', `${GOOD}tags: !${KEY} 1\n`],
  ['with a duplicate key', `${GOOD}tags: {${KEY}: a, ${KEY}: b}\n`],
  ['with a duplicate value', `${GOOD}name: a\nname: ${KEY}\n`],
  ['with a second document', `${GOOD}---\n${KEY}\n`],
  ['with text behind a value', `${GOOD}tags: "a" ${KEY}\n`],
  ['with a directive', `%${KEY}\n---\n${GOOD}`],
  ['with a mapping as a key', `${GOOD}? {a: ${KEY}}\n: b\n`],
  ['with a bad escape', `${GOOD}name: "\\q${KEY}"\n`],
  ['with a base that is not there', `${GOOD}extends: ${KEY}.yaml\n`],
  ['with a base elsewhere', `${GOOD}extends: https://admin:${CANARY}@example.com/base.yaml\n`],
])('a refusal of a file %s does not show it', (_, text) => {
  const report = shown({ 'test.yaml': text });
  expect(report).toEqual(expect.any(String));
  expect(report).not.toContain(CANARY);
});

test.each<[layer: string, files: Readonly<Record<string, unknown>>]>([
  ['a base', { '_base.yaml': { tags: { Key: KEY } }, 'test.yaml': { ...REQUIRED, extends: '_base.yaml' } }],
  [
    'a base that a file overrides',
    { '_base.yaml': { name: KEY }, 'test.yaml': { ...REQUIRED, extends: '_base.yaml', name: 'a' } },
  ],
  [
    'a base that a file removes it from',
    { '_base.yaml': { tags: { Key: KEY } }, 'test.yaml': { ...REQUIRED, extends: '_base.yaml', tags: null } },
  ],
  [
    'a base of a base',
    {
      '_a.yaml': { worker_cpu: KEY },
      '_b.yaml': { extends: '_a.yaml' },
      'test.yaml': { ...REQUIRED, extends: '_b.yaml' },
    },
  ],
  ['another environment', { 'other.yaml': { ...REQUIRED, tags: { Key: KEY } }, 'test.yaml': REQUIRED }],
])('a secret in %s is refused, and not shown', (_, files) => {
  const report = shown(files);
  expect(report).toContain('contains a Prefect API key');
  expect(report).not.toContain(CANARY);
});
