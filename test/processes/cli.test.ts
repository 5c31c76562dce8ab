import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { loadEnvironments } from '../../src/environment/load';
import { generate, generateOnly } from '../../src/output/generate';
import { command } from '../helpers/command';
import { EXAMPLES } from '../helpers/examples';
import { filesIn } from '../helpers/folder';
import { folderOf, REQUIRED, scratchFolder } from '../helpers/stack-files';

jest.setTimeout(120_000);

/** A trace, as Node prints it. */
const TRACE = /^ +at .*:\d+:\d+\)?$/m;

const BUNDLE = join(__dirname, '..', '..', 'dist', 'cli.js');

const stacks = folderOf({ 'dev.yaml': REQUIRED, 'prod.yaml': { ...REQUIRED, preset: 'reference' } });

describe('synth', () => {
  test('writes all of generated/, says so, and leaves nothing elsewhere', () => {
    const out = join(scratchFolder(), 'generated');
    const TMPDIR = scratchFolder();
    const all = generate(loadEnvironments(stacks));
    const ours = () => readdirSync(TMPDIR).filter((name) => name.startsWith('prefect-ecs-worker'));
    expect(command(['synth', '--stacks', stacks, '--out', out], { TMPDIR })).toEqual({
      status: 0,
      stdout: '',
      stderr: `${out}: dev, prod – ${all.size} files written\n`,
    });
    expect(filesIn(out)).toEqual(Object.fromEntries([...all].sort()));
    expect(ours()).toEqual([]);
  });

  test('with a name writes the folder of this environment only', () => {
    const out = folderOf({ 'stacks/gone/cdk.tf.json': '' });
    const only = generateOnly(loadEnvironments(stacks, ['prod']));
    expect(command(['synth', 'prod', '--stacks', stacks, '--out', out])).toEqual({
      status: 0,
      stdout: '',
      stderr: `${out}: prod – ${only.size} files written\n`,
    });
    expect(filesIn(out)).toEqual({ ...Object.fromEntries(only), 'stacks/gone/cdk.tf.json': '' });
  });
});

describe('eject', () => {
  const eject = (out: string, ...args: string[]) =>
    command(['eject', 'dev', '--stacks', stacks, '--out', out, ...args]);

  test('writes plain HCL and what it reads, says what comes next, and writes the same again', () => {
    const out = join(scratchFolder(), 'hcl');
    const { stdout, ...first } = eject(out, '--json');
    expect(first).toEqual({
      status: 0,
      stderr: [
        `${out}: 13 files written`,
        `The state is a local file: copy terraform.tfstate to ${out} before you plan.`,
        'Next: terraform init && terraform plan, which shows no changes.\n',
      ].join('\n'),
    });
    const { written } = JSON.parse(stdout);
    expect(readdirSync(out).sort()).toEqual(['.ejected.sha256', ...written].sort());
    expect(written).toEqual(expect.arrayContaining(['ecs.tf', 'variables.tf', 'base-job-template.json.tftpl']));
    expect(filesIn(out)['base-job-template.json.tftpl']).toMatch(/^\{\n/);
    expect(eject(out)).toMatchObject({ status: 0, stderr: expect.stringContaining(`${out}: nothing to change\n`) });
  });

  test('fails in the folder of the same stack as JSON, and without a folder', () => {
    const out = folderOf({ 'cdk.tf.json': '{}' });
    expect(eject(out)).toMatchObject({ status: 1, stderr: expect.stringContaining('Terraform would read both') });
    expect(readdirSync(out)).toEqual(['cdk.tf.json']);
    expect(command(['eject', 'dev', '--stacks', stacks])).toMatchObject({ status: 2 });
  });
});

test('eject fails in a folder of stack files, and in what is generated', () => {
  const folder = folderOf({ 'stacks/dev.yaml': REQUIRED });
  for (const out of ['stacks', 'stacks/hcl', 'generated', 'generated/stacks/dev']) {
    const { status, stderr } = command(['eject', 'dev', '--dir', folder, '--out', out]);
    expect({ out, status, stderr }).toEqual({
      out,
      status: 2,
      stderr: expect.stringContaining('which is not for plain HCL'),
    });
  }
  expect(filesIn(folder)).toEqual({ 'stacks/dev.yaml': expect.any(String) });
});

describe('synth --shard', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const folder = folderOf(Object.fromEntries(names.map((name) => [`${name}.yaml`, REQUIRED])));
  const shard = (out: string, part: string) => command(['synth', '--shard', part, '--stacks', folder, '--out', out]);

  test.each([3, 7])('all of %i parts together write the whole, in any order', (of) => {
    const out = folderOf({});
    const parts = Array.from({ length: of }, (_, index) => `${of - index}/${of}`);
    for (const part of parts) expect(shard(out, part)).toMatchObject({ status: 0 });
    expect(filesIn(out)).toEqual(Object.fromEntries([...generate(loadEnvironments(folder))].sort()));
  });

  test('a part writes only its environments, and the first one removes those without a stack file', () => {
    const gone = generateOnly(loadEnvironments(folderOf({ 'gone.yaml': REQUIRED })));
    const out = folderOf(Object.fromEntries(gone));
    const present = () => readdirSync(join(out, 'stacks'));
    const own = generateOnly(loadEnvironments(folder, ['b', 'd']));
    expect(shard(out, '2/2')).toMatchObject({ status: 0, stderr: `${out}: b, d – ${own.size} files written\n` });
    expect(present()).toEqual(['b', 'd', 'gone']);
    expect(shard(out, '1/2')).toMatchObject({ status: 0 });
    expect(present()).toEqual(names);
  });

  test.each(['0/2', '3/2', '2', '1/x', '-1/2'])('fails on the part %s', (part) => {
    expect(command(['synth', `--shard=${part}`])).toMatchObject({ status: 2, stdout: '' });
  });

  test('fails on a part of named environments', () => {
    expect(command(['synth', 'a', '--shard', '1/2']).stderr).toContain('--shard\n    applies only to all environments');
  });
});

describe('check', () => {
  const files = generate(loadEnvironments(stacks));

  test('has nothing to say when everything is as the stack files say', () => {
    const out = folderOf(Object.fromEntries(files));
    expect(command(['check', '--stacks', stacks, '--out', out])).toEqual({
      status: 0,
      stdout: '',
      stderr: `${out} is up to date\n`,
    });
  });

  test('lists what is missing, different or abandoned, exits 1, and writes nothing', () => {
    const { 'cdktf/manifest.json': _, ...others } = Object.fromEntries(files);
    const stale = { ...others, 'module/main.tf.json': '{}', 'stacks/old/cdk.tf.json': '' };
    const out = folderOf(stale);
    expect(command(['check', '--stacks', stacks, '--out', out])).toEqual({
      status: 1,
      stdout: [
        `missing  ${out}/cdktf/manifest.json`,
        `changed  ${out}/module/main.tf.json`,
        `abandoned  ${out}/stacks/old`,
        '',
      ].join('\n'),
      stderr: 'Run: npx prefect-ecs-worker synth\n',
    });
    expect(filesIn(out)).toEqual(
      Object.fromEntries(Object.entries(stale).sort(([one], [other]) => (one < other ? -1 : 1))),
    );
  });
});

test('check with a name looks at this environment alone, and with --json prints data and nothing else on stdout', () => {
  const files = generate(loadEnvironments(stacks));
  const stale = { 'stacks/dev/cdk.tf.json': '{}', 'stacks/prod/cdk.tf.json': '{}', 'module/main.tf.json': '{}' };
  const out = folderOf({ ...Object.fromEntries(files), ...stale });
  const { status, stdout, stderr } = command(['check', 'prod', '--json', '--quiet', '--stacks', stacks, '--out', out]);
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  expect(JSON.parse(stdout)).toEqual({
    out,
    up_to_date: false,
    files: [{ state: 'changed', path: 'stacks/prod/cdk.tf.json' }],
  });
});

describe('validate', () => {
  test('says how many environments are valid, and writes nothing', () => {
    expect(command(['validate', '--stacks', stacks])).toEqual({
      status: 0,
      stdout: '',
      stderr: '2 environments are valid\n',
    });
    expect(readdirSync(stacks)).toEqual(['dev.yaml', 'prod.yaml']);
  });
});

describe('list', () => {
  test('prints a table without a frame, a line an environment', () => {
    const { status, stdout, stderr } = command(['list', '--stacks', EXAMPLES]);
    const [head, ...rows] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/ {2,}/));
    expect({ status, stderr, head: head?.slice(0, 3) }).toEqual({
      status: 0,
      stderr: '',
      head: ['ENVIRONMENT', 'REGION', 'ACCOUNT'],
    });
    expect(rows.map(([name]) => name)).toEqual(loadEnvironments(EXAMPLES).map(({ name }) => name));
    expect(rows.find(([name]) => name === 'spot-arm')).toEqual([
      'spot-arm',
      'us-east-1',
      '-',
      'hardened',
      'ecs-pool-spot, ecs-pool-reports',
      'fargate_spot',
      '3 x 256/1024',
    ]);
  });

  test('with --json prints the same by the names of the fields', () => {
    const [dev] = JSON.parse(command(['list', '--json', '--stacks', stacks]).stdout).environments;
    expect(dev).toMatchObject({ name: 'dev', region: REQUIRED.region, worker_cpu: 1024, work_pools: ['my-ecs-pool'] });
  });
});

describe('describe', () => {
  const folder = folderOf({
    '_base.yaml': { ...REQUIRED, worker: { environment: { DB_PASSWORD: 'hunter2' } } },
    'dev.yaml': 'extends: _base.yaml\nworker_cpu: 512\nworker_memory: 1024\n',
  });

  test('prints a stack file with the origin of each value, and no secret', () => {
    const { status, stdout } = command(['describe', 'dev', '--stacks', folder]);
    expect(status).toBe(0);
    expect(stdout).toContain(`\nregion: us-east-1 # ${folder}/_base.yaml:1\n`);
    expect(stdout).toContain(`\nworker_cpu: 512 # ${folder}/dev.yaml:2\n`);
    expect(stdout).toContain('\nworker_type: ecs # default\n');
    expect(stdout).toMatch(/\nworker_image: prefecthq\/\S+ # preset hardened\n/);
    expect(stdout).not.toContain('hunter2');
    expect(parse(stdout)).toMatchObject({ ...REQUIRED, worker_cpu: 512 });
  });

  test('with --json prints a path, a value and an origin each', () => {
    const { stdout } = command(['describe', 'dev', '--json', '--stacks', folder]);
    expect(stdout).not.toContain('hunter2');
    const { values } = JSON.parse(stdout);
    expect(values).toContainEqual({
      path: 'worker_cpu',
      value: 512,
      from: 'file',
      file: `${folder}/dev.yaml`,
      line: 2,
    });
    expect(values).toContainEqual({ path: 'worker_type', value: 'ecs', from: 'default' });
  });
});

describe('diff', () => {
  const folder = folderOf({
    '_base.yaml': REQUIRED,
    'dev.yaml': 'extends: _base.yaml',
    'prod.yaml': 'extends: _base.yaml',
  });
  const out = folderOf(Object.fromEntries(generate(loadEnvironments(folder))));
  const diff = (...args: string[]) => command(['diff', ...args, '--stacks', folder, '--out', out]);

  beforeAll(() => {
    writeFileSync(join(folder, 'prod.yaml'), 'extends: _base.yaml\nworker_desired_count: 2\nworker_cpu: 512\n');
  });

  test('prints what an apply would do in each environment that changes, and writes nothing', () => {
    const before = filesIn(out);
    const { status, stdout, stderr } = diff();
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe(`prod: 1 replaced, 1 updated in place
  ~   aws_ecs_service.prefect_worker_service: updated in place
        desired_count: 1 → 2
        task_definition: refers to the new aws_ecs_task_definition.prefect_worker_task_definition
  -/+ aws_ecs_task_definition.prefect_worker_task_definition: replaced, because of container_definitions, cpu
        container_definitions[prefect-worker-prod].cpu: 1024 → 512
        cpu: 1024 → 512
      var.worker_cpu
        default: 1024 → 512
      var.worker_desired_count
        default: 1 → 2
  files: README.md
${out}/README.md: changed
${out}/index.html: changed
`);
    expect(filesIn(out)).toEqual(before);
  });

  test('with a name looks at this environment alone, and says so when nothing differs', () => {
    expect(diff('dev')).toEqual({ status: 0, stdout: '', stderr: `${out} is up to date\n` });
  });

  test('with two names compares these, and with --each as well both with what is generated', () => {
    const { stdout } = diff('dev', 'prod');
    expect(stdout).toMatch(/^dev → prod\n {2}aws_ecs_service\.prefect_worker_service\n {8}desired_count: 1 → 2\n/);
    expect(diff('dev', 'prod', '--each').stdout).toMatch(/^prod: 1 replaced/);
  });

  test('with --json prints the same as data', () => {
    const { environments } = JSON.parse(diff('--json').stdout);
    expect(environments).toMatchObject([{ environment: 'prod', state: 'changed', files: ['README.md'] }]);
    expect(environments[0].resources).toContainEqual(
      expect.objectContaining({ address: 'aws_ecs_task_definition.prefect_worker_task_definition', action: 'replace' }),
    );
  });

  test('shows an environment without a stack file, and one that is new', () => {
    const other = folderOf({ 'new.yaml': REQUIRED });
    const { stdout } = command(['diff', '--stacks', other, '--out', out]);
    expect(stdout).toMatch(/^new: new environment, \d+ created\n {2}\+ {3}aws_/m);
    expect(stdout).toMatch(/^dev: no stack file any more, \d+ destroyed\n {2}! destroy it first/m);
  });

  test('fails on a generated document that is no JSON', () => {
    const broken = folderOf({ 'stacks/prod/cdk.tf.json': '<<<<' });
    const { status, stderr } = command(['diff', 'prod', '--stacks', folder, '--out', broken]);
    expect({ status, trace: TRACE.exec(stderr) }).toEqual({ status: 1, trace: null });
    expect(stderr).toContain('stacks/prod/cdk.tf.json\n    is not valid JSON');
  });
});

test('diff shows an environment whose stack file was removed, alone and among others', () => {
  const project = folderOf({ 'stacks/dev.yaml': REQUIRED, 'stacks/old.yaml': REQUIRED });
  const run = (...args: string[]) => command([...args, '--dir', project, '--json']);
  expect(run('synth')).toMatchObject({ status: 0 });
  rmSync(join(project, 'stacks', 'old.yaml'));
  const states = (...names: string[]) => {
    const { environments } = JSON.parse(run('diff', ...names).stdout);
    return environments.map((one: { environment: string; state: string }) => [one.environment, one.state]);
  };
  expect([states('old'), states('dev', 'old', '--each'), states()]).toEqual([
    [['old', 'removed']],
    [['old', 'removed']],
    [['old', 'removed']],
  ]);
  expect(run('diff', '../stacks/old')).toMatchObject({ status: 2 });
  expect(run('diff', 'old', 'dev')).toMatchObject({ status: 2 });
});

const FULL = '/dev/full';
const onLinux = existsSync(FULL) ? test : test.skip;

onLinux.each([[], ['--json']])('fails where what it prints cannot be written %s', (...flags) => {
  const script = '"$0" "$@" > /dev/full';
  const { status, stderr } = spawnSync(
    'sh',
    ['-c', script, process.execPath, BUNDLE, 'list', '--stacks', stacks, ...flags],
    {
      encoding: 'utf8',
    },
  );
  expect([status, stderr]).toEqual([1, expect.stringContaining('standard output\n    cannot be written (ENOSPC)')]);
  expect(stderr).not.toMatch(TRACE);
});

test('ends well where only a part of what it prints is read', () => {
  const script = '{ "$0" "$@"; echo "exit $?" >&2; } | head -c 1';
  const args = ['-c', script, process.execPath, BUNDLE, 'describe', 'dev', '--json', '--stacks', stacks];
  const { stdout, stderr } = spawnSync('sh', args, { encoding: 'utf8' });
  expect([stdout, stderr]).toEqual(['{', 'exit 0\n']);
});

describe('affected', () => {
  const project = folderOf({ 'stacks/dev.yaml': REQUIRED, 'stacks/old.yaml': { ...REQUIRED, name: 'old' } });
  const git = (...args: string[]) =>
    spawnSync('git', ['-C', project, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args]);
  const affected = (...args: string[]) => command(['affected', '--dir', project, ...args]);

  beforeAll(() => {
    git('init', '--quiet', '--initial-branch=main');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'a change');
    writeFileSync(join(project, 'stacks', 'dev.yaml'), stringify({ ...REQUIRED, worker_desired_count: 2 }));
    rmSync(join(project, 'stacks', 'old.yaml'));
  });

  test('lists the environments, and says what they are compared with', () => {
    const { status, stdout, stderr } = affected('--base', 'main');
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: 'changed  dev  (stack files; 1 updated in place)\nremoved  old  (stack files)\n',
    });
    expect(stderr).toMatch(/^2 environments affected since [0-9a-f]{12}, the merge base of HEAD and main\n$/);
  });

  test('with --matrix prints one line that GitHub Actions takes as a matrix', () => {
    const { stdout } = affected('--base', 'main', '--matrix', '--only', 'added', 'changed');
    const folder = `${project}/generated/stacks/dev`;
    expect(stdout).toBe(`{"include":[{"environment":"dev","state":"changed","folder":"${folder}"}]}\n`);
  });

  test('with --json prints the commit and what changes', () => {
    expect(JSON.parse(affected('--base', 'main', '--json').stdout)).toMatchObject({
      base: git('rev-parse', 'main').stdout.toString().trim(),
      environments: [
        { environment: 'dev', because: ['stack files'] },
        { environment: 'old', state: 'removed' },
      ],
    });
  });

  test('fails on a revision that is not there', () => {
    const { status, stdout, stderr } = affected('--base', 'mian');
    expect({ status, stdout, trace: TRACE.exec(stderr) }).toEqual({ status: 2, stdout: '', trace: null });
    expect(stderr).toContain('there is no git revision "mian"');
  });
});

describe('explain', () => {
  test('prints what a field does, its limits, its default, what a change does, and an example', () => {
    const { status, stdout, stderr } = command(['explain', 'worker_memory']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^worker_memory\n\n {2}Memory of one worker task, in MiB/);
    expect(stdout).toMatch(
      /\n {2}Type +whole number, \d+ to \d+\n {2}Default +2048\n {2}A change +restarts the worker\n/,
    );
    expect(stdout).toMatch(/\n {2}Example\n {4}worker_memory: 2048\n$/);
  });

  test('fails on a field that is not there, with the nearest one', () => {
    const { status, stdout, stderr } = command(['explain', 'network.egres']);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('has no field "network.egres"\n    → did you mean network.egress?');
  });
});

describe('complete', () => {
  /** What a shell is given to choose from, behind the words of a line. */
  const completed = (...words: string[]) =>
    command(['complete', '--', ...words])
      .stdout.split('\n')
      .flatMap((line) => (line.startsWith(':') || line === '' ? [] : line.split('\t')[0]));

  test('knows the commands, the options of one, and the environments of the project', () => {
    expect(completed('')).toEqual(
      expect.arrayContaining(['validate', 'synth', 'check', 'list', 'describe', 'explain']),
    );
    expect(completed('synth', '--st')).toEqual(['--stacks', '--strict']);
    expect(completed('describe', '')).toEqual(['dev', 'prod', 'staging']);
  });

  test('prints a script that bash can read', () => {
    const { status, stdout } = command(['complete', 'bash']);
    const read = spawnSync('bash', ['-n'], { input: stdout, encoding: 'utf8' });
    expect({ status, read: read.status, error: read.stderr }).toEqual({ status: 0, read: 0, error: '' });
    expect(stdout).toContain('prefect-ecs-worker complete --');
  });
});

describe('a mistake is shown without a trace, and nothing is written:', () => {
  function refused(args: readonly string[], exitCode = 1, out = join(scratchFolder(), 'generated')): string {
    const { status, stdout, stderr } = command([...args, '--out', out]);
    expect({ status, stdout, trace: TRACE.exec(stderr), isWritten: existsSync(out) }).toEqual({
      status: exitCode,
      stdout: '',
      trace: null,
      isWritten: false,
    });
    return stderr;
  }

  test('mistakes in several files, all of them', () => {
    const folder = folderOf({ 'a.yaml': { ...REQUIRED, worker_cpu: 300 }, 'b.yaml': 'region: [', 'c.yaml': REQUIRED });
    const report = refused(['synth', '--stacks', folder]);
    expect(report).toContain(`${folder}/a.yaml:9 worker_cpu: 300`);
    expect(report).toContain(`${folder}/b.yaml:1\n`);
    expect(report).toMatch(/\n2 problems in 2 files\. Nothing was written\.\n$/);
  });

  test('an environment that is not there', () => {
    expect(refused(['synth', 'prdo', '--stacks', stacks], 2)).toContain(
      'has no environment "prdo"\n    → did you mean prod?',
    );
  });

  test('with --json as data too', () => {
    const folder = folderOf({ 'a.yaml': { ...REQUIRED, worker_cpu: 300 } });
    const { status, stdout, stderr } = command(['synth', '--json', '--stacks', folder, '--out', scratchFolder()]);
    expect({ status, isShown: stderr.includes('worker_cpu: 300') }).toEqual({ status: 1, isShown: true });
    expect(JSON.parse(stdout).problems).toEqual([
      expect.objectContaining({ file: `${folder}/a.yaml`, line: 9, path: 'worker_cpu', value: 300 }),
    ]);
  });

  test('an output folder that cannot be one, because a file is in its way', () => {
    const file = join(folderOf({ 'a-file': '' }), 'a-file');
    expect(refused(['synth', '--stacks', stacks], 1, join(file, 'generated'))).toContain(file);
  });
});

describe('wrong use exits with 2, and writes nothing:', () => {
  test.each<[string, readonly string[], string]>([
    ['an option that is not there', ['synth', '--strcit'], '(Did you mean --strict?)'],
    ['a command that is not there', ['sinth'], '(Did you mean synth?)'],
    ['a field without a name', ['explain', '..'], 'has no field ".."'],
    ['a folder that is not there', ['check', '--stacks', '/nowhere'], '/nowhere\n    is not a folder'],
  ])('%s', (_, args, said) => {
    const { status, stdout, stderr } = command(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(said);
    // Who mistypes reads the reason: it is not followed by a page of help.
    expect(stderr.trimEnd().split('\n').length).toBeLessThan(6);
  });

  test('asking for help is no wrong use, and names the exit codes', () => {
    const { status, stdout } = command(['check', '--help']);
    expect(status).toBe(0);
    expect(stdout).toContain('2  wrong use');
  });
});

describe('a warning', () => {
  const doubtful = { ...REQUIRED, worker: { environment: { DB_PASSWORD: 'hunter2' } } };
  const folder = folderOf({
    '_base.yaml': doubtful,
    'dev.yaml': 'extends: _base.yaml',
    'prod.yaml': 'extends: _base.yaml',
  });
  const run = (args: readonly string[], variables = {}) => {
    const out = join(scratchFolder(), 'generated');
    return { ...command([...args, '--stacks', folder, '--out', out], variables), isWritten: existsSync(out) };
  };
  const words = `${folder}/_base.yaml:11 worker.environment.DB_PASSWORD\n    warning plain-secret: looks like a secret`;

  test('is printed once, on stderr, and what was asked for is done', () => {
    const { status, stdout, stderr, isWritten } = run(['synth']);
    expect({ status, stdout, isWritten }).toEqual({ status: 0, stdout: '', isWritten: true });
    expect(stderr).toContain(words);
    expect(stderr.match(/DB_PASSWORD/g)).toHaveLength(1);
    expect(stderr).toContain('\n1 warning.\n');
    expect(stderr).not.toContain('hunter2');
  });

  test.each<[string, readonly string[], object]>([
    ['with --strict', ['synth', '--strict'], {}],
    ['with --strict, for one environment', ['synth', 'dev', '--strict'], {}],
    ['for check with --strict', ['check', '--strict'], {}],
    ['with the environment variable', ['synth'], { PREFECT_ECS_WORKER_STRICT: '1' }],
  ])('is a mistake %s', (_, args, variables) => {
    const { status, stderr, isWritten } = run(args, variables);
    expect({ status, isWritten }).toEqual({ status: 1, isWritten: false });
    expect(stderr).toContain(words);
    expect(stderr).toMatch(/\n1 warning, which is a mistake here\.( Nothing was written\.)?\n$/);
  });

  test('is printed beside the mistakes, and counted apart', () => {
    const both = folderOf({ 'dev.yaml': { ...doubtful, worker_cpu: 300, worker_desired_count: -1 } });
    const { status, stderr } = command(['check', '--stacks', both]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/\n2 mistakes and 1 warning\.\n$/);
  });
});

test('a bug keeps its trace', () => {
  const bug = join(
    folderOf({ 'bug.cjs': "require('node:fs').readdirSync = () => { throw new Error('a bug'); };" }),
    'bug.cjs',
  );
  const { status, stderr } = command(['synth', '--stacks', stacks, '--out', scratchFolder()], {
    NODE_OPTIONS: `--require ${bug}`,
  });
  expect(status).not.toBe(0);
  expect(stderr).toContain('Error: a bug');
  expect(stderr).toMatch(TRACE);
});
