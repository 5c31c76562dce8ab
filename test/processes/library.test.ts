import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withoutLongLines } from '../../src/terraform/long-documents';
import { copyPackage, npmEnvironment, pack } from '../helpers/packed';
import { run, succeed } from '../helpers/run';
import { REQUIRED, reportOnFields, scratchFolder } from '../helpers/stack-files';
import { stackOf, type Terraform } from '../helpers/synthesized';

jest.setTimeout(120_000);

const ROOT = join(__dirname, '..', '..');

/** A TypeScript project that has the package, and what a CDKTF app has. */
const project = scratchFolder();

beforeAll(async () => {
  const { tarball } = await pack(copyPackage());
  write('package.json', '{"name": "app", "private": true}');
  await succeed('npm', ['install', '--silent', '--legacy-peer-deps', tarball], { cwd: project, env: npmEnvironment() });
  for (const name of ['cdktf', 'constructs', '@cdktf/provider-aws', 'zod', 'typescript', '@types/node']) {
    const link = join(project, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), link);
  }
  const compilerOptions = {
    ...{ target: 'es2022', module: 'nodenext', strict: true, exactOptionalPropertyTypes: true },
    ...{ skipLibCheck: false, types: ['node'], rootDir: '.', outDir: 'out' },
  };
  write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['*.ts', '*.mts'] }));
});

function write(file: string, text: string): void {
  writeFileSync(join(project, file), text);
}

function node(...args: string[]) {
  return run(process.execPath, args, { cwd: project });
}

/** Compiles the project, and fails where its types do not fit. */
function compile(...options: string[]) {
  const compiler = join('node_modules', 'typescript', 'lib', 'tsc.js');
  return run(process.execPath, [compiler, '-p', '.', ...options], { cwd: project });
}

const APP = `
import { App, TerraformOutput, TerraformStack } from 'cdktf';
import { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { defineEnvironment, PrefectEcsWorker, type StackFile } from 'cdktf-prefect-ecs-worker';
import { stackFileJsonSchema, stackFileSchema } from 'cdktf-prefect-ecs-worker/schema';

const fields: StackFile = ${JSON.stringify({ ...REQUIRED, worker_cpu: 512, tags: { Team: 'data' } })};
const app = new App({ outdir: 'cdktf.out', skipValidation: false });
const stack = new TerraformStack(app, 'own');
const worker = new PrefectEcsWorker(stack, 'prefect', { environment: defineEnvironment('test', fields) });
new EcsCluster(stack, 'other', { name: 'other' });
new TerraformOutput(stack, 'cluster', { value: worker.clusterArn });
app.synth();
if (!stackFileSchema.safeParse(fields).success) throw new Error('the schema refuses what is right');
if (stackFileSchema.safeParse({ ...fields, worker_cpu: 'much' }).success) throw new Error('the schema takes anything');
const { required } = stackFileJsonSchema() as { required: string[] };
console.log(required.join(' '));
// @ts-expect-error: a number
defineEnvironment('a', { ...fields, worker_cpu: '512' });
`;

test('an app of its own type-checks, and gets the same resources as a stack file leads to', async () => {
  write('app.ts', APP);
  expect(await compile()).toMatchObject({ status: 0, output: '' });
  const { status, stdout, output } = await node(join('out', 'app.js'));
  // The last line of the app is wrong on purpose.
  expect([status, stdout]).toEqual([1, 'region worker_work_pool_name\n']);
  expect(output).toContain('a worker_cpu: "512"\n    must be a whole number');
  const folder = join(project, 'cdktf.out', 'stacks', 'own');
  expect(readdirSync(folder).sort()).toEqual(['base-job-template.json.tftpl', 'cdk.tf.json']);
  const {
    resource,
    variable,
    provider,
    output: outputs,
  } = withoutLongLines(documentIn(folder)) as unknown as Terraform;
  const ours = stackOf({ worker_cpu: 512, tags: { Team: 'data' } });
  const { aws_ecs_cluster: clusters, ...others } = resource;
  const { prefect_worker_cluster: cluster, ...own } = clusters ?? {};
  expect(Object.values(own)).toEqual([{ name: 'other' }]);
  expect({ ...others, aws_ecs_cluster: { prefect_worker_cluster: cluster } }).toEqual(withoutComments(ours.resource));
  expect(variable).toEqual(withoutComments(ours.variable));
  expect(provider).toEqual(ours.provider);
  expect(outputs['cluster']?.['value']).toBe('${aws_ecs_cluster.prefect_worker_cluster.id}');
});

test.each([
  ['node16', 'node16'],
  ['esnext', 'bundler'],
  ['preserve', 'bundler'],
])('its types are found with module %s and moduleResolution %s', async (module, resolution) => {
  write('app.ts', APP);
  const found = await compile('--noEmit', '--module', module, '--moduleResolution', resolution);
  expect(found).toMatchObject({ status: 0, output: '' });
});

test('its types are found where exports are not read, as in a new project of cdktf init', () => {
  const { exports, types, typesVersions } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const { '.': main, './package.json': _, ...further } = exports as Record<string, { types: string }>;
  expect(`./${types}`).toBe(main?.types);
  const found = Object.entries(further).map(([path, one]) => [path.slice(2), [one.types.slice(2)]]);
  expect(typesVersions).toEqual({ '*': Object.fromEntries(found) });
});

const REFERENCES = `
import { App, TerraformStack } from 'cdktf';
import { DataAwsSubnets } from '@cdktf/provider-aws/lib/data-aws-subnets';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { defineEnvironment, PrefectEcsWorker } from 'cdktf-prefect-ecs-worker';

const app = new App({ outdir: 'references.out' });
const stack = new TerraformStack(app, 'own');
new AwsProvider(stack, 'aws', { region: 'us-east-1' });
const vpc = new Vpc(stack, 'vpc', { cidrBlock: '10.0.0.0/16' });
const subnets = new DataAwsSubnets(stack, 'subnets', {});
const key = new KmsKey(stack, 'key', {});
const environment = defineEnvironment('test', {
  ...${JSON.stringify(REQUIRED)},
  vpc_id: vpc.id,
  worker_subnets: subnets.ids,
  logs: { kms_key: key.arn },
});
new PrefectEcsWorker(stack, 'prefect', { environment });
app.synth();
`;

test('an app gives references to its own resources, which are emitted as such', async () => {
  write('references.ts', REFERENCES);
  expect(await compile()).toMatchObject({ status: 0, output: '' });
  expect(await node(join('out', 'references.js'))).toMatchObject({ status: 0 });
  const { locals, resource } = documentIn(join(project, 'references.out', 'stacks', 'own'));
  expect(locals).toMatchObject({
    found_vpc_id: '${aws_vpc.vpc.id}',
    found_subnet_ids: '${join(",", data.aws_subnets.subnets.ids)}',
  });
  expect(resource.aws_cloudwatch_log_group.prefect_worker_log_group.kms_key_id).toBe('${aws_kms_key.key.arn}');
});

function documentIn(folder: string) {
  return withoutComments(JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8')));
}

function withoutComments<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value), (key, member) => (key === '//' ? undefined : member));
}

test('a mistake is reported as in a stack file, without a line', async () => {
  write('mistakes.cjs', `require('cdktf-prefect-ecs-worker').defineEnvironment('test', ${JSON.stringify(mistaken)});`);
  const { status, output } = await node('mistakes.cjs');
  expect(status).toBe(1);
  expect(output).toContain(
    reportOnFields({ vpc_id: 'vpc', worker_cpu: 300 }).replaceAll(/stacks\/test\.yaml(:\d+)?/g, 'test'),
  );
});

const mistaken = { ...REQUIRED, vpc_id: 'vpc', worker_cpu: 300 };

test('an ES module imports it by names', async () => {
  write(
    'names.mjs',
    `import { ConfigError, defineEnvironment, PrefectEcsWorker } from 'cdktf-prefect-ecs-worker';
     import { stackFileSchema } from 'cdktf-prefect-ecs-worker/schema';
     console.log([ConfigError, defineEnvironment, PrefectEcsWorker].map(({ name }) => name).join(), typeof stackFileSchema.parse);`,
  );
  expect(await node('names.mjs')).toMatchObject({
    stdout: 'ConfigError,defineEnvironment,PrefectEcsWorker function\n',
  });
});

test('the engine is the one of the app, and only the construct loads it', async () => {
  write(
    'loaded.cjs',
    `const loaded = () => Object.keys(require.cache).filter((file) => /node_modules.(cdktf|constructs|@cdktf)\\b[^-]/.test(file));
     const library = require('cdktf-prefect-ecs-worker');
     library.defineEnvironment('test', ${JSON.stringify(REQUIRED)});
     console.log(loaded().length);
     library.PrefectEcsWorker;
     console.log(library.PrefectEcsWorker.prototype instanceof require('constructs').Construct);
     console.log(loaded().filter((file) => /provider-aws.lib.index\\.js$/.test(file)).length);`,
  );
  expect(await node('loaded.cjs')).toMatchObject({ stdout: '0\ntrue\n0\n' });
});
