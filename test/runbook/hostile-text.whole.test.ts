import { spawnSync } from 'node:child_process';
import { anchorsOf, fencedBlocksOf, sectionsOf, tableRowsOf } from '../helpers/markdown';
import { environmentOf, reportOnFields } from '../helpers/stack-files';
import { makeAll, runbookOf } from '../helpers/synthesized';

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

/** Every field that takes free text, each with the text in it. A given role of the worker excludes policies: it has an entry of its own. */
const FREE_TEXT: readonly [fields: string, fields: (text: string) => object][] = [
  [
    'fields that take free text',
    (text) => ({
      worker_work_pool_name: text.replace(/[/%&<>]/g, ''),
      worker_extra_pip_packages: text,
      aws: { profile: text, assume_role: { role_arn: roleWith(text) } },
      // OpenTofu would evaluate the rest of it.
      backend: { local: { path: text.replaceAll(/[$%]/g, '') } },
      vpc_id: { tags: { Name: text } },
      worker_subnets: { tags: { Tier: text } },
      network: { security_groups: [{ tags: { Name: text } }] },
      roles: {
        path: `/${text.replace(/[\s/]/g, '')}/`,
        task: { policies: [`arn:aws:iam::111122223333:policy/${text.replace(/\s/g, '')}`] },
      },
      api_key: { secret_name: 'a', json_key: text.replace(/[\s:]/g, '') },
      prefect: { worker_name: text.replace(/[/%&<>]/g, '') },
      logs: { stream_prefix: text.replace(/[\s:*]/g, '') },
      overrides: { 'aws_ecs_service.prefect_worker_service': { name: text } },
      terraform: { resource: { aws_sns_topic: { a: { name: text }, [text.replace(/[^\w-]/g, '_')]: {} } } },
    }),
  ],
  ['the role of the worker', (text) => ({ worker_task_role_arn: roleWith(text) })],
];

makeAll(
  FREE_TEXT.flatMap(([, fields]) =>
    ['plain', ...HOSTILE.map((text) => `x ${text}`)].map((text) => environmentOf(withProcess(fields(text)))),
  ),
);

/** The name of a pool is free for such a worker. */
function withProcess(fields: object): object {
  return { worker_type: 'process', ...fields };
}

function pageWith(fields: object): string {
  return runbookOf(withProcess(fields));
}

function roleWith(text: string): string {
  return `arn:aws:iam::111122223333:role/${text.replace(/\s/g, '')}/name`;
}

describe.each(FREE_TEXT)('in %s', (_, fields) => {
  const pages = HOSTILE.map((text) => [text, pageWith(fields(`x ${text}`))] as const);
  const plain = frame(pageWith(fields('plain')));

  test.each(pages)('%s is text', (_text, page) => {
    expect(frame(page)).toEqual(plain);
  });

  test('what a shell would run is one word to it', () => {
    const script = pages.flatMap(([, page]) => fencedBlocksOf(page, 'sh')).join('\n');
    expect(spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });
});

test('a name of a pool with a line break, which would end what it stands in, is refused', () => {
  expect(reportOnFields({ worker_type: 'process', worker_work_pool_name: 'x\n```\n## Heading' })).toContain(
    'worker_work_pool_name',
  );
});
