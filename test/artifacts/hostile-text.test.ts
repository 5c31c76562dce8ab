import { spawnSync } from 'node:child_process';
import { environmentReadme } from '../../src/artifacts/environment-readme';
import { anchorsOf, fencedBlocksOf, sectionsOf, tableRowsOf } from '../helpers/markdown';
import { environmentOf, reportOnFields } from '../helpers/stack-files';

/** What a page could take for something else than text. */
const HOSTILE = [
  '## Heading',
  '| a cell | more |',
  '`code` ```',
  '<script>alert(1)</script>',
  '`<b>`',
  '[a link](#inputs) ![an image](x)',
  '{{inputs}} {{#if x}}',
  '$(touch x) `touch x` "; touch x; \'',
  '${file("x")} %{ if }',
];

/** The frame of a page, which no text of a stack file may change. */
function frame(page: string) {
  return {
    anchors: anchorsOf(page),
    sections: [...sectionsOf(page).keys()],
    cells: tableRowsOf(page).map((cells) => cells.length),
    blocks: fencedBlocksOf(page, '\\w+').length,
    fences: page.match(/^ *```/gm)?.length,
    html: withoutCode(page).match(/(?<!\\)<\w+/g),
  };
}

function withoutCode(page: string): string {
  return page.replace(/^ *```.*?^ *```$/gms, '').replace(/(?<!\\)`[^`\n]+`/g, '');
}

/** Fields that take free text, each with the text in it. */
const FREE_TEXT: readonly [field: string, fields: (text: string) => object][] = [
  ['the name of a pool', (text) => ({ worker_work_pool_name: text.replace(/[/%&<>]/g, '') })],
  ['packages', (text) => ({ worker_extra_pip_packages: text })],
  ['a profile', (text) => ({ aws: { profile: text } })],
  ['the path of a state', (text) => ({ backend: { local: { path: text } } })],
  ['a role to assume', (text) => ({ aws: { assume_role: { role_arn: roleWith(text) } } })],
  ['the role of the worker', (text) => ({ worker_task_role_arn: roleWith(text) })],
];

function pageWith(fields: object): string {
  return environmentReadme(environmentOf({ worker_type: 'process', ...fields }));
}

function roleWith(text: string): string {
  return `arn:aws:iam::111122223333:role/${text.replace(/\s/g, '')}/name`;
}

describe.each(FREE_TEXT)('in %s', (_, fields) => {
  test.each(HOSTILE)('%s is text', (text) => {
    expect(frame(pageWith(fields(`x ${text}`)))).toEqual(frame(pageWith(fields('plain'))));
  });

  test('what a shell would run is one word to it', () => {
    const script = HOSTILE.flatMap((text) => fencedBlocksOf(pageWith(fields(`x ${text}`)), 'sh')).join('\n');
    expect(spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });
});

test('a name of a pool with a line break, which would end what it stands in, is refused', () => {
  expect(reportOnFields({ worker_type: 'process', worker_work_pool_name: 'x\n```\n## Heading' })).toContain(
    'worker_work_pool_name',
  );
});
