import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { command } from '../helpers/command';
import { filesIn } from '../helpers/folder';
import { folderOf, REQUIRED, scratchFolder } from '../helpers/stack-files';

jest.setTimeout(120_000);

const ANSWERS = [
  ...['--region', 'us-east-1', '--account', REQUIRED.prefect_account_id, '--workspace', REQUIRED.prefect_workspace_id],
  ...['--pool', 'pool', '--vpc', REQUIRED.vpc_id, '--subnets', ...REQUIRED.worker_subnets],
];

const init = (folder: string, ...args: string[]) => command(['init', ...args, '--dir', folder]);

test('init writes a stack file and a .gitignore, says what comes next, and the stack file is valid', () => {
  const folder = scratchFolder();
  const { status, stdout, stderr } = init(folder, 'prod', ...ANSWERS);
  expect({ status, stdout }).toEqual({
    status: 0,
    stdout: `created  ${folder}/stacks/prod.yaml\ncreated  ${folder}/.gitignore\n`,
  });
  expect(stderr).toMatch(/^Next:\n {2}npx prefect-ecs-worker synth\n/);
  expect(command(['validate', '--strict', '--dir', folder])).toMatchObject({ status: 0 });
});

test('init overwrites nothing', () => {
  const files = {
    'stacks/dev.yaml': 'region: mine',
    '.gitignore': 'mine\r\nnode_modules\r\n',
    'atlantis.yaml': 'mine',
  };
  const folder = folderOf(files);
  const refused = init(folder, 'dev', ...ANSWERS, '--ci', 'atlantis');
  expect(refused).toMatchObject({ status: 1, stdout: '' });
  expect(refused.stderr).toContain('stacks/dev.yaml\n    exists already');
  expect(filesIn(folder)).toEqual(files);
  const { status, stderr } = init(folder, 'prod', ...ANSWERS, '--ci', 'atlantis');
  expect(status).toBe(0);
  expect(stderr).toContain(`left ${folder}/.gitignore as it is; it should have: .terraform/ *.tfstate `);
  expect(filesIn(folder)).toMatchObject(files);
});

test('without a terminal init fails on all answers that are missing, and writes nothing', () => {
  const folder = scratchFolder();
  const { status, stdout, stderr } = init(folder, 'dev', '--region', 'us-east-1');
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr.match(/is required: there is no terminal to ask on/g)).toHaveLength(5);
  expect(filesIn(folder)).toEqual({});
});

test('init fails on all answers that are wrong, and writes nothing', () => {
  const folder = scratchFolder();
  const { status, stderr } = init(folder, 'dev', ...ANSWERS, '--region', 'mars', '--vpc', 'vpc-1');
  expect(status).toBe(2);
  expect(stderr).toContain('init --region: "mars"\n');
  expect(stderr).toContain('init --vpc: "vpc-1"\n');
  expect(stderr).toContain('→ for example --region us-east-1\n');
  expect(stderr).toMatch(/\n2 problems\. Nothing was written\.\n$/);
  expect(filesIn(folder)).toEqual({});
});

test('init fails on wrong answers and on missing ones at once', () => {
  const folder = scratchFolder();
  const given = ['--region', 'mars', '--account', REQUIRED.prefect_account_id, '--subnets', 'a', 'b', '--image', 'a b'];
  const { status, stderr } = init(folder, 'dev', ...given);
  expect(status).toBe(2);
  expect(stderr.match(/^init .*/gm)).toEqual([
    ...['init --region: "mars"', 'init --subnets: "a"', 'init --subnets: "b"', 'init --image: "a b"'],
    ...['init --workspace', 'init --pool', 'init --vpc'],
  ]);
  expect(filesIn(folder)).toEqual({});
});

test('init fails on a URL of Prefect that is none with one report of it', () => {
  const { stderr } = init(scratchFolder(), 'dev', '--prefect', 'foo');
  expect(stderr.match(/^init --prefect/gm)).toHaveLength(1);
});

test('init says of a wrong value of a variables file where it comes from', () => {
  const folder = folderOf({ 'a.tfvars': 'vpc_id = "vpc-1"\nworker_work_pool_name = "p"\n' });
  const { stderr } = init(folder, 'dev', '--region', 'us-east-1', '--from', join(folder, 'a.tfvars'));
  expect(stderr).toContain(`${folder}/a.tfvars vpc_id: "vpc-1"\n`);
  expect(stderr).toContain('init --account\n');
});

test('init fails at once on a name, on flags without effect, on a wrong value and on what is missing', () => {
  const { status, stderr } = init(scratchFolder(), 'Prod', '--region', 'mars', '--vpc', 'new', '--aws-profile', 'x');
  expect(status).toBe(2);
  expect(stderr).toContain('Prod.yaml\n    invalid name of an environment');
  expect(stderr).toContain('init --aws-profile\n    has no effect without --look-up\n');
  expect(stderr).toContain('init --region: "mars"\n');
  expect(stderr).toMatch(/init --account\n.*is required(.*\n)*6 problems in 2 files\. Nothing was written\.\n$/);
});

test('init fails on flags that have no effect, and on a backend that is none', () => {
  const folder = scratchFolder();
  const idle = init(folder, 'dev', ...ANSWERS, '--vpc', 'new', '--auth', 'none', '--aws-profile', 'x');
  expect(idle.status).toBe(2);
  expect(idle.stderr).toContain('init --subnets\n    has no effect with --vpc new\n');
  expect(idle.stderr).toContain('init --auth\n    has no effect with --account');
  expect(idle.stderr).toContain('init --aws-profile\n    has no effect without --look-up\n');
  for (const backend of ['s3', 's3:', 'gcs:states']) {
    const { status, stderr } = init(folder, 'dev', ...ANSWERS, '--backend', backend);
    expect({ backend, status, stderr: stderr.split('\n')[0] }).toEqual({
      ...{ backend, status: 2 },
      stderr: `error: option '--backend <backend>' argument '${backend}' is invalid. Allowed: local, s3:BUCKET, hcp:ORGANIZATION, at-init.`,
    });
  }
  expect(filesIn(folder)).toEqual({});
});

test('init says which inputs only Terraform can evaluate', () => {
  const folder = folderOf({ 'main.tf': 'module "w" {\n  vpc_id = module.vpc.id\n  worker_work_pool_name = "p"\n}\n' });
  const { stderr } = init(folder, 'dev', '--region', 'us-east-1', '--from', join(folder, 'main.tf'));
  expect(stderr).toContain('init --vpc\n    is required: only Terraform can evaluate vpc_id\n');
  expect(stderr).toContain('init --account\n    is required: there is no terminal to ask on\n');
});

test('init --from takes the inputs of a module block, and fails on a file without one', () => {
  const inputs = Object.entries(REQUIRED).filter(([name]) => name !== 'region');
  const block = inputs.map(([name, value]) => `  ${name} = ${JSON.stringify(value)}`).join('\n');
  const folder = folderOf({
    'main.tf': `module "worker" {\n  source = "x"\n  name = "old"\n${block}\n}\n`,
    'other.tf': 'module "vpc" {\n  source = "x"\n}\n',
  });
  const from = (file: string) => init(folder, 'dev', '--region', 'us-east-1', '--from', join(folder, file));
  expect(from('other.tf').stderr).toContain('other.tf\n    contains no module block of the reference module');
  expect(from('nothing.tf').stderr).toContain('nothing.tf\n    cannot be read (ENOENT)');
  expect(from('main.tf')).toMatchObject({ status: 0 });
  expect(parse(readFileSync(join(folder, 'stacks', 'dev.yaml'), 'utf8'))).toEqual({
    ...{ preset: 'reference', name: 'old', ...REQUIRED },
  });
});

/** Where a project is in its repository, and the names of its folders. */
interface Place {
  readonly dir: string;
  readonly stacks: string;
  readonly out: string;
}
const AT_THE_ROOT: Place = { dir: '', stacks: 'stacks', out: 'generated' };
const BELOW: Place = { dir: 'pro jekt/日本', stacks: "team's", out: 'what is generated' };

/** A project with a pipeline, in a git repository whose branch changes one environment, removes one and adds one. */
function project(system: string, place: Place) {
  const folder = scratchFolder();
  const git = (...args: string[]) =>
    spawnSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      encoding: 'utf8',
    });
  git('init', '--quiet', '--initial-branch=main');
  const dir = join(folder, place.dir);
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'package.json'), '{"private": true}');
  const folders = ['--stacks', place.stacks, '--out', place.out];
  const stackFile = (name: string) => join(dir, place.stacks, `${name}.yaml`);
  expect(init(dir, 'dev', ...ANSWERS, ...folders, '--ci', system)).toMatchObject({ status: 0 });
  writeFileSync(stackFile('old'), stringify({ ...REQUIRED, name: 'old' }));
  expect(command(['synth', '--dir', dir, ...folders])).toMatchObject({ status: 0 });
  git('add', '--all');
  git('commit', '--quiet', '--message', 'before');
  rmSync(stackFile('old'));
  writeFileSync(stackFile('new'), stringify({ ...REQUIRED, name: 'new' }));
  writeFileSync(stackFile('dev'), `${readFileSync(stackFile('dev'), 'utf8')}worker_desired_count: 2\n`);
  expect(command(['synth', '--dir', dir, ...folders])).toMatchObject({ status: 0 });
  git('add', '--all');
  git('commit', '--quiet', '--message', 'after');
  // npx, of which the registry has no part yet, and Terraform, which only says where it was run, and how.
  const bin = join(scratchFolder(), 'bin');
  const cli = join(__dirname, '..', '..', 'dist', 'cli.js');
  const programs = {
    // It finds the package beside package.json.
    npx: `folder=.; if [ "$1" = --prefix ]; then folder=$2; shift 2; fi; [ -f "$folder/package.json" ]; shift; exec ${process.execPath} ${cli} "$@"`,
    terraform: 'echo "$(basename "$PWD"): terraform $1" >> "$CALLS"',
  };
  mkdirSync(bin);
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh -e\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const run = (script: string, env: object) => {
    const PATH = `${bin}:${process.env['PATH']}`;
    const options = { cwd: folder, encoding: 'utf8', env: { ...process.env, PATH, ...env } } as const;
    const { status, stdout, stderr } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', script], options);
    expect({ script, status, stderr: status === 0 ? '' : stderr }).toEqual({ script, status: 0, stderr: '' });
    return stdout;
  };
  return { folder, base: git('rev-parse', 'HEAD~').stdout.trim(), run };
}

test('the steps of the GitHub workflow check the project, and hand the affected environments to the jobs', () => {
  const place = AT_THE_ROOT;
  const { folder, base, run } = project('github', place);
  const { jobs } = parse(readFileSync(join(folder, '.github', 'workflows', 'prefect-workers.yml'), 'utf8'));
  const steps = jobs.environments.steps as { id?: string; run?: string }[];
  for (const step of steps.filter((one) => one.run?.startsWith('npx'))) run(step.run as string, {});
  const GITHUB_OUTPUT = join(scratchFolder(), 'output');
  const outputsSince = (BASE: string) => {
    rmSync(GITHUB_OUTPUT, { force: true });
    run(steps.find(({ id }) => id === 'environments')?.run as string, { BASE, GITHUB_OUTPUT });
    const lines = readFileSync(GITHUB_OUTPUT, 'utf8').trimEnd().split('\n');
    return Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2)));
  };
  const firstPush = outputsSince('0'.repeat(40));
  const outputs = outputsSince(base);
  const names = (output: string, from = outputs) =>
    JSON.parse(from[output]).include.map((one: { environment: string }) => one.environment);
  expect([names('affected', firstPush), names('removed', firstPush)]).toEqual([['dev', 'new'], []]);
  expect([names('affected'), names('removed'), names('all')]).toEqual([['dev', 'new'], ['old'], ['dev', 'new']]);
  expect(JSON.parse(outputs['affected']).include[0].folder).toBe(join(place.dir, place.out, 'stacks', 'dev'));
  expect(steps.some((step) => step.run?.startsWith('npm ci'))).toBe(true);
  // What the jobs read is what the first one hands out, and each job that needs AWS has its credentials.
  for (const [name, job] of Object.entries(jobs as Record<string, { strategy?: object; steps: object[] }>)) {
    if (name === 'environments') continue;
    const [, output = ''] = /needs\.environments\.outputs\.(\w+)/.exec(JSON.stringify(job.strategy)) ?? [];
    expect(Object.keys(jobs.environments.outputs)).toContain(output);
    expect(JSON.stringify(job.steps)).toContain('aws-actions/configure-aws-credentials@');
  }
  const CALLS = join(scratchFolder(), 'calls');
  for (const step of jobs.plan.steps.filter((one: { run?: string }) => one.run !== undefined)) {
    const env = { CALLS, ENVIRONMENT: 'dev', GITHUB_STEP_SUMMARY: `${CALLS}.md` };
    run(`cd '${join(place.dir, place.out, 'stacks', 'dev')}'\n${step.run}`, env);
  }
  expect(readFileSync(CALLS, 'utf8')).toBe('dev: terraform init\ndev: terraform plan\n');
  expect(readFileSync(`${CALLS}.md`, 'utf8')).toContain('### dev\n');
});

test('the jobs of the GitLab pipeline run Terraform for the environments of a project in a folder', () => {
  const { folder, base, run } = project('gitlab', BELOW);
  const jobs = parse(readFileSync(join(folder, '.gitlab-ci.yml'), 'utf8'));
  const callsOf = (job: string, BASE = base) => {
    const CALLS = join(scratchFolder(), 'calls');
    run(jobs[job].script.join('\n'), { CALLS, BASE });
    return existsSync(CALLS) ? readFileSync(CALLS, 'utf8').trimEnd().split('\n').sort() : [];
  };
  const both = (action: string) =>
    ['dev', 'new'].flatMap((name) => [`${name}: terraform init`, `${name}: terraform ${action}`]);
  expect(callsOf('check')).toEqual([]);
  expect(callsOf('plan')).toEqual(both('plan'));
  expect(callsOf('deploy')).toEqual(both('apply').sort());
  expect(callsOf('destroy')).toEqual(['old: terraform destroy', 'old: terraform init']);
  expect(callsOf('drift')).toEqual(both('plan'));
  const firstPush = '0'.repeat(40);
  expect(callsOf('deploy', firstPush)).toEqual(both('apply').sort());
  expect(callsOf('destroy', firstPush)).toEqual([]);
  expect(jobs.stages).toEqual(expect.arrayContaining(['plan', 'deploy', 'destroy'].map((job) => jobs[job].stage)));
});

test('the Atlantis project is the folder of the environment', () => {
  const folder = scratchFolder();
  expect(init(folder, 'prod', ...ANSWERS, '--ci', 'atlantis')).toMatchObject({ status: 0 });
  expect(command(['synth', '--dir', folder])).toMatchObject({ status: 0 });
  const { projects } = parse(readFileSync(join(folder, 'atlantis.yaml'), 'utf8'));
  expect(existsSync(join(folder, projects[0].dir, 'cdk.tf.json'))).toBe(true);
});
