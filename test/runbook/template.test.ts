import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { code, markdown, render } from '../../src/runbook/template';
import { folderOf } from '../helpers/stack-files';

const SRC = join(__dirname, '..', '..', 'src');

/** Renders a template that is written for the test. */
function rendered(template: string, view: object): string {
  const file = join(folderOf({ 'test.hbs': template }), 'test.hbs');
  return render(relative(SRC, file), view);
}

describe('fails on', () => {
  test.each([
    ['a name', '{{missing}}'],
    ['a name in a condition', '{{#if missing}}{{/if}}'],
    ['a name in a condition turned round', '{{#unless missing}}{{/unless}}'],
    ['a name in a list', '{{#each missing}}{{/each}}'],
    ['a name within a name', '{{there.missing}}'],
    ['a helper', '{{missing there}}'],
  ])('%s that the view lacks', (_, template) => {
    expect(() => rendered(template, { there: {} })).toThrow();
  });

  test('a template that is not there', () => {
    expect(() => render('nothing.hbs', {})).toThrow(/ENOENT/);
  });
});

test('a template leaves text as it is: Markdown is no HTML', () => {
  expect(rendered('{{text}}', { text: '<a & "b">' })).toBe('<a & "b">');
});

test('a template tells false, nothing and an empty list from what is not there', () => {
  const template = '{{#if no}}a{{else}}b{{/if}}{{#if none}}c{{/if}}{{#each empty}}d{{/each}}';
  expect(rendered(template, { no: false, none: null, empty: [] })).toBe('b');
});

test('from the sources a template is compiled when it is rendered: no compiled one lies beside it', () => {
  expect(existsSync(join(SRC, 'runbook/sections/head.md.hbs.js'))).toBe(false);
});

describe('text within a line of Markdown', () => {
  test.each([
    ['plain text', 'my-pool 2.0 (a)', String.raw`my\-pool 2.0 \(a\)`],
    ['letters and signs without a meaning', 'a-b.c:d/e@f=g+h,i', 'a-b.c:d/e@f=g+h,i'],
    ['underscores', 'a_b', String.raw`a\_b`],
    ['a cell of a table', 'a|b', String.raw`a\|b`],
    ['HTML', '<b>&amp;', String.raw`\<b\>\&amp;`],
    ['a link', '[a](b)', String.raw`\[a\]\(b\)`],
    ['code and emphasis', '`a` *b* ~c~', String.raw`\`a\` \*b\* \~c\~`],
    ['a formula', '$a$', String.raw`\$a\$`],
    ['a backslash', 'a\\|b', String.raw`a\\\|b`],
    ['line breaks, which would end the line', 'a\n\n# b\r\n- c', String.raw`a \# b \- c`],
  ])('%s', (_, text, written) => {
    expect(markdown(text)).toBe(written);
  });

  test.each([
    ['a-b_c', '`a-b_c`'],
    ['a["b"] <c> $d … é', '`a["b"] <c> $d … é`'],
    ['a`b', String.raw`a\`b`],
    ['a|b', String.raw`a\|b`],
    ['a\nb', 'a b'],
    ['a ', 'a '],
    ['', ''],
  ])('is code where that can be done: %s', (text, written) => {
    expect(code(text)).toBe(written);
  });
});
