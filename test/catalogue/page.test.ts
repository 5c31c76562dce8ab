import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Entry, entryOf } from '../../src/catalogue/entry';
import { cataloguePage } from '../../src/catalogue/page';
import { shapeOf } from '../../src/diagram/diagram';
import type { Drawing } from '../../src/diagram/draw';
import { diagramOf } from '../../src/diagram/of-environment';
import type { Environment } from '../../src/environment/environment';
import { loadEnvironments } from '../../src/environment/load';
import { environmentOf, folderOf, REQUIRED } from '../helpers/stack-files';

const PICTURE = readFileSync(join(__dirname, '../examples/generated/stacks/dev/diagram.svg'), 'utf8');

/** The picture of one example stands in for that of each: to lay one out takes longer than the page. */
function standInFor(environment: Environment): Drawing {
  const id = createHash('sha256')
    .update(shapeOf(diagramOf(environment)))
    .digest('hex');
  return { id, picture: PICTURE };
}

function pageOf(environments: readonly Environment[]): string {
  return cataloguePage(
    environments.map(entryOf),
    new Map(environments.map((environment) => [environment.name, standInFor(environment)])),
  );
}

function pageOfFiles(files: Readonly<Record<string, unknown>>): string {
  return pageOf(loadEnvironments(folderOf(files)));
}

/** What stands between tags of this name. */
function contentsOf(page: string, tag: string): string[] {
  return [...page.matchAll(new RegExp(`<${tag}[^>]*>([\\s\\S]*?)</${tag}>`, 'g'))].map(([, text]) => text as string);
}

function dataOf(page: string) {
  const [, text] = /<script type="application\/json" id="data">\n([\s\S]*?)\n<\/script>/.exec(page) as RegExpExecArray;
  return { text: text as string, data: JSON.parse(text as string) };
}

const HOSTILE = `</script></td><img src=x onerror=alert(1)> "&amp;' <!-- ]]>`;

test('no text of a stack file is read as HTML, wherever it stands', () => {
  const environment = environmentOf();
  const setting = { field: HOSTILE, value: HOSTILE, file: HOSTILE, line: 1 };
  const entry: Entry = {
    ...entryOf(environment),
    ...{ name: HOSTILE, stackFile: HOSTILE, region: HOSTILE, account: HOSTILE, image: HOSTILE, capacity: HOSTILE },
    prefect: { kind: 'URL', value: HOSTILE },
    pools: [HOSTILE],
    settings: [setting, { ...setting, file: `${HOSTILE}.base` }],
  };
  const page = cataloguePage([entry], new Map([[HOSTILE, standInFor(environment)]]));
  const { text, data } = dataOf(page);
  expect(text).not.toContain('<');
  expect(page.split('<img')).toHaveLength(1);
  expect(page.split('</script>')).toHaveLength(3);
  const escaped = `&lt;/script&gt;&lt;/td&gt;&lt;img src=x onerror=alert(1)&gt; &quot;&amp;amp;' &lt;!-- ]]&gt;`;
  expect(contentsOf(page, 'td').slice(0, 2)).toEqual([escaped, escaped]);
  expect(contentsOf(page, 'code')).toEqual([escaped, escaped, escaped, escaped]);
  expect(page).toContain(`<tr role="row" data-name="${escaped}">`);
  expect(data.environments[HOSTILE].settings).toEqual([[HOSTILE, HOSTILE, 1]]);
});

test('the policy of the page allows its own style and script, and nothing else', () => {
  const page = pageOfFiles({ 'a.yaml': REQUIRED });
  const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(page) as RegExpExecArray;
  const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const [style, ofDrawing] = contentsOf(page, 'style') as [string, string];
  const script = contentsOf(page, 'script').at(-1) as string;
  expect(policy.split('; ')).toEqual([
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)} ${hashOf(ofDrawing)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]);
  expect(page).not.toMatch(/ (on\w+|style)=/);
});

test('environments of one shape share a drawing', () => {
  const page = pageOfFiles({
    'a.yaml': REQUIRED,
    'b.yaml': { ...REQUIRED, name: 'other', worker_cpu: 512 },
    'c.yaml': { ...REQUIRED, name: 'third', alarms: {} },
  });
  const { environments } = dataOf(page).data;
  expect(environments.a.drawing).toBe(environments.b.drawing);
  expect(environments.c.drawing).not.toBe(environments.a.drawing);
  expect(page.match(/<template id="drawing-/g)).toHaveLength(2);
});

test('an environment has its own values, and of each base all but those that it replaces', () => {
  const page = pageOfFiles({
    '_base.yaml': { ...REQUIRED, tags: { Team: 'data' } },
    'a.yaml': { extends: '_base.yaml' },
    'b.yaml': { extends: '_base.yaml', name: 'other', region: 'eu-west-1' },
  });
  const { environments, bases } = dataOf(page).data;
  expect(Object.keys(bases)).toEqual(['_base.yaml']);
  const fields = bases['_base.yaml'].map(([field]: [string]) => field);
  expect(fields).toEqual(expect.arrayContaining(['region', 'tags.Team', 'worker_subnets']));
  expect(environments.a).toMatchObject({ settings: [], inherits: { '_base.yaml': [] } });
  expect(environments.b.inherits).toEqual({ '_base.yaml': [fields.indexOf('region')] });
  expect(environments.b.settings).toEqual([
    ['region', 'eu-west-1', 3],
    ['name', 'other', 2],
  ]);
});

test('the files are named from the folder of the stack files, wherever that is', () => {
  const files = { 'shared/base.yaml': REQUIRED, 'stacks/eu/prod.yaml': { extends: '../../shared/base.yaml' } };
  const folder = folderOf(files);
  const { data, text } = dataOf(pageOf(loadEnvironments(`${folder}/stacks`)));
  expect(data.environments['eu-prod'].file).toBe('eu/prod.yaml');
  expect(Object.keys(data.bases)).toEqual(['../shared/base.yaml']);
  expect(text).not.toContain(folder);
});

test('each field that is set is explained, below a name of the user too', () => {
  const page = pageOfFiles({
    'a.yaml': {
      ...REQUIRED,
      workers: { reports: { worker_work_pool_name: 'reports', worker_cpu: 512, worker_memory: 1024 } },
      overrides: { 'aws_ecs_service.prefect_worker_service': { health_check_grace_period_seconds: 60 } },
    },
  });
  const { environments, fields, others } = dataOf(page).data;
  for (const [field] of environments.a.settings) {
    const [description] = fields[others[field] ?? field];
    expect([field, description]).toEqual([field, expect.stringMatching(/\w+ \w+/)]);
  }
  expect(others['workers.reports.worker_cpu']).toBe('workers.NAME.worker_cpu');
});

test('a name that looks like a secret is not shown', () => {
  const page = pageOfFiles({
    'a.yaml': { ...REQUIRED, tags: { 'https://user:hunter2hunter2@example.com': 'x', B: 'y' } },
  });
  const settings = dataOf(page).data.environments.a.settings.filter(([path]: [string]) => path.startsWith('tags.'));
  expect(settings).toEqual([
    ['tags.https://…@example.com', 'x', expect.anything()],
    ['tags.B', 'y', expect.anything()],
  ]);
  expect(page).not.toContain('hunter2');
});

test('an acknowledged secret is not shown either, nor one in the reason', () => {
  const environment = { DB_PASSWORD: 'hunter2hunter2' };
  const acknowledge = { 'plain-secret': 'of a test database: postgres://u:hunter2hunter2@db/x' };
  const page = pageOfFiles({ 'a.yaml': { ...REQUIRED, worker: { environment }, acknowledge } });
  expect(dataOf(page).data.environments.a.settings.map(([path]: [string]) => path)).toContain(
    'worker.environment.DB_PASSWORD',
  );
  expect(page).not.toContain('hunter2');
});

test('what looks like a secret is not shown', () => {
  const secret = 'hunter2-hunter2-hunter2';
  const page = pageOfFiles({ 'a.yaml': { ...REQUIRED, worker: { environment: { DB_PASSWORD: secret } } } });
  expect(page).not.toContain(secret);
  const settings = Object.fromEntries(dataOf(page).data.environments.a.settings);
  expect(settings['worker.environment.DB_PASSWORD']).toBe('(not shown)');
});
