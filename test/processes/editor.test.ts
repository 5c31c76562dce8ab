import { schemaForEditors } from '../../src/environment/editor-schema';
import { LanguageServer } from '../helpers/language-server';
import { folderOf, REQUIRED } from '../helpers/stack-files';

jest.setTimeout(120_000);

const FIRST_LINE = '# yaml-language-server: $schema=../generated/environment.schema.json\n';
const folder = folderOf({ 'generated/environment.schema.json': schemaForEditors() });
let server: LanguageServer;

beforeAll(async () => {
  server = await LanguageServer.start(folder);
});

afterAll(() => server.stop());

test('the editor finds nothing wrong in a stack file that is right', async () => {
  const text = `${FIRST_LINE}${JSON.stringify(REQUIRED)}\n`;
  expect(await server.diagnostics('stacks/right.yaml', text)).toEqual([]);
});

test('the editor shows each mistake in words, without a pattern', async () => {
  const text = `${FIRST_LINE}region: mars
vpc_id: nope
worker_cpu: many
worker_subnets: [subnet-1]
prefect:
  auth: magic
  api_url: ftp://x
network:
  egress:
    - {port: 99999, cidr_blocks: [x]}
netwrk: {}
`;
  const found = await server.diagnostics('stacks/wrong.yaml', text);
  expect(found).toEqual(
    expect.arrayContaining([
      '3: must be a VPC id: vpc- and 8 or 17 hexadecimal digits in lower case',
      '4: Incorrect type. Expected "integer | null".',
      '5: must be a subnet id: subnet- and 8 or 17 hexadecimal digits in lower case',
      '7: Value is not accepted. Valid values: "api_key", "auth_string", "none".',
      expect.stringMatching(/^8: must be the URL of a Prefect API/),
      '11: must be a range of addresses: 10.0.0.0/16 or 2001:db8::/32',
      '12: Property netwrk is not allowed.',
    ]),
  );
  expect(found.filter((message) => /pattern|\^|\[0-9|\\/.test(message))).toEqual([]);
});

test('hovering over a field shows what it does, what a change does, its default and an example', async () => {
  const text = `${FIRST_LINE}worker_cpu: 512\nalarms:\n  email: [a@example.com]\n`;
  await server.diagnostics('stacks/hover.yaml', text);
  const cpu = await server.hover('stacks/hover.yaml', 2, 3);
  expect(cpu).toContain('CPU of one worker task');
  expect(cpu).toContain('A change restarts the worker.');
  expect(cpu).toContain('Default: 1024.');
  expect(await server.hover('stacks/hover.yaml', 3, 2)).toContain('on-call@example.com');
});

test('completion knows the fields of a group, the values of a field, and a new file', async () => {
  await server.diagnostics('stacks/complete.yaml', `${FIRST_LINE}network:\n  \nprefect:\n  auth: \n`);
  const labels = async (line: number, character: number) =>
    (await server.completions('stacks/complete.yaml', line, character)).map(({ label }) => label);
  expect(await labels(3, 2)).toEqual(expect.arrayContaining(['create', 'egress', 'assign_public_ip']));
  expect(await labels(5, 8)).toEqual(expect.arrayContaining(['api_key', 'auth_string', 'none']));
  await server.diagnostics('stacks/new.yaml', `${FIRST_LINE}\n`);
  const snippet = (await server.completions('stacks/new.yaml', 2, 0)).find(({ label }) => label === 'New environment');
  expect(snippet?.insertText).toMatch(/^region: \$\{1:us-east-1\}\n/);
});
