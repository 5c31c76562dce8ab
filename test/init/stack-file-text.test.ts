import { readFileSync } from 'node:fs';
import { loadEnvironments } from '../../src/environment/load';
import {
  type Answers,
  type Fields,
  fieldsOf,
  flagsWithoutEffect,
  missingFlags,
  withCloudIds,
} from '../../src/init/answers';
import { stackFileText } from '../../src/init/stack-file-text';
import { folderOf, REQUIRED } from '../helpers/stack-files';

const CLOUD = { account: REQUIRED.prefect_account_id, workspace: REQUIRED.prefect_workspace_id };
const PLACE = { region: 'us-east-1', pool: 'pool', vpc: REQUIRED.vpc_id, subnets: REQUIRED.worker_subnets };

/** The environment of the stack file that these answers lead to. */
function environmentOf(answers: Answers, from: Fields = {}) {
  const folder = folderOf({ 'dev.yaml': stackFileText(fieldsOf(answers, from), '../schema.json') });
  return { environment: loadEnvironments(folder)[0], text: readFileSync(`${folder}/dev.yaml`, 'utf8') };
}

test.each<[string, Answers, object]>([
  ['Prefect Cloud, and a VPC that exists', { ...CLOUD, ...PLACE }, { region: 'us-east-1' }],
  ['a new VPC', { ...CLOUD, region: 'eu-west-1', pool: 'pool', vpc: 'new' }, { region: 'eu-west-1' }],
  [
    'a server of its own',
    { ...PLACE, prefect: 'http://prefect.internal:4200/api', auth: 'none' },
    { prefect: { apiUrl: 'http://prefect.internal:4200/api' } },
  ],
  ['a repository for images', { ...CLOUD, ...PLACE, image: 'ecr' }, { image: { repository: {} } }],
  [
    'an image',
    { ...CLOUD, ...PLACE, image: 'example.com/prefect:1' },
    { inputs: { workerImage: 'example.com/prefect:1' } },
  ],
  ['a state in S3', { ...CLOUD, ...PLACE, backend: 's3:my-states' }, { backend: { type: 's3', bucket: 'my-states' } }],
  ['a state in HCP Terraform', { ...CLOUD, ...PLACE, backend: 'hcp:acme' }, { backend: { type: 'hcp' } }],
  ['a state that init is told of', { ...CLOUD, ...PLACE, backend: 'at-init' }, {}],
])('writes a stack file with %s that is valid, without a warning', (_, answers, expected) => {
  const { environment } = environmentOf(answers);
  expect(missingFlags(answers, {})).toEqual([]);
  expect(environment).toMatchObject({ ...expected, warnings: [] });
});

test('with a suffix ends all names in it, or in a random one that is another each time', () => {
  const suffixOf = (suffix: string | true) => {
    const { environment } = environmentOf({ ...CLOUD, ...PLACE, suffix });
    return environment?.naming.pattern;
  };
  expect(suffixOf('k3x9')).toBe('{kind}-{name}-k3x9');
  expect(suffixOf(true)).toMatch(/^\{kind\}-\{name\}-[a-z2-9]{5}$/);
  expect(new Set(Array.from({ length: 20 }, () => suffixOf(true))).size).toBeGreaterThan(1);
});

test('each hint of more fields can be used as it stands', () => {
  const text = stackFileText(fieldsOf({ ...CLOUD, ...PLACE }, {}), '../schema.json');
  const hints = text.slice(text.indexOf('# More fields'));
  const used = hints.replace(/^# (?=[a-z_]+:)/gm, '');
  expect(used.match(/^[a-z]/gm)?.length).toBeGreaterThan(3);
  const [environment] = loadEnvironments(folderOf({ 'dev.yaml': text.replace(hints, used) }));
  expect(environment).toMatchObject({ warnings: [], tags: { Environment: 'dev' } });
});

test('from the reference module: its inputs, and the preset under which the plan is empty', () => {
  const from = { ...REQUIRED, worker_cpu: 512, worker_memory: 1024 };
  const { environment, text } = environmentOf({ region: 'us-east-1' }, from);
  expect(environment).toMatchObject({ preset: 'reference', inputs: { workerCpu: 512, vpcId: REQUIRED.vpc_id } });
  expect(text).toMatch(/^# yaml-language-server: \$schema=\.\.\/schema\.json\n/);
});

test('names every flag that is missing, those of the other server not', () => {
  expect(missingFlags({}, {})).toHaveLength(6);
  expect(missingFlags({ ...PLACE, prefect: 'http://prefect:4200/api' }, {})).toEqual([
    '--auth none (or api_key, auth_string)',
  ]);
});

describe('the address of a workspace of Prefect Cloud', () => {
  const { account, workspace } = CLOUD;
  const API = `https://api.prefect.cloud/api/accounts/${account}/workspaces/${workspace}`;

  test.each([
    ['as prefect config view shows it', API],
    ['with a slash at its end', `${API}/`],
    ['of a page', `https://app.prefect.cloud/account/${account}/workspace/${workspace}/dashboard?tab=runs`],
  ])('%s has both IDs', (_, prefect) => {
    expect(withCloudIds({ ...PLACE, prefect })).toEqual({ ...PLACE, prefect: 'cloud', account, workspace });
  });

  test.each([
    ['of another host', 'http://prefect:4200/api'],
    ['without a workspace', `https://api.prefect.cloud/api/accounts/${account}`],
    ['with what is no ID', `https://app.prefect.cloud/account/${account}/workspace/mine`],
  ])('is none %s', (_, prefect) => {
    expect(withCloudIds({ prefect })).toEqual({ prefect });
  });

  test('leaves no effect to the IDs, and to how the worker authenticates at a server', () => {
    expect(flagsWithoutEffect({ prefect: API, account, workspace, auth: 'none' })).toEqual(
      ['--account', '--workspace', '--auth'].map((path) => ({ path, beside: `--prefect ${API}` })),
    );
  });
});
