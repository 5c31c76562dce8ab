import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { affected } from '../../src/affected/affected';
import { Repository } from '../../src/affected/repository';
import { loadEnvironments } from '../../src/environment/load';
import { generate } from '../../src/output/generate';
import { write } from '../../src/output/output';
import { REQUIRED, scratchFolder } from '../helpers/stack-files';

/** Repositories as they begin, by what is in them: to copy one takes a fraction of what git takes. */
const begun = new Map<string, string>();

/** A repository with stack files in a folder of it, as a project of several has them. */
class Project {
  readonly root = scratchFolder();
  readonly folder = join(this.root, 'infra');

  constructor(files: Readonly<Record<string, unknown>>, { isCommitted = true } = {}) {
    const key = JSON.stringify([files, isCommitted]);
    const before = begun.get(key);
    if (before !== undefined) {
      cpSync(before, this.root, { recursive: true, preserveTimestamps: true });
      return;
    }
    this.git('init', '--quiet', '--template=', '--initial-branch=main');
    this.put(files);
    if (isCommitted) this.synthesize();
    this.commit();
    this.git('checkout', '--quiet', '-b', 'topic');
    begun.set(key, scratchFolder());
    cpSync(this.root, begun.get(key) as string, { recursive: true, preserveTimestamps: true });
  }

  git(...args: string[]): string {
    const settings = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false'];
    const { status, stdout, stderr } = spawnSync('git', ['-C', this.root, ...settings, ...args], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return stdout.trim();
  }

  put(files: Readonly<Record<string, unknown>>): void {
    for (const [path, content] of Object.entries(files)) {
      const file = join(this.folder, path);
      mkdirSync(dirname(file), { recursive: true });
      if (content === undefined) rmSync(file);
      else writeFileSync(file, typeof content === 'string' ? content : stringify(content));
    }
  }

  synthesize(): void {
    write(join(this.folder, 'generated'), generate(this.environments()));
  }

  commit(): void {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--message', 'a change');
  }

  environments() {
    return loadEnvironments(join(this.folder, 'stacks'));
  }

  affected(revision = 'main') {
    const repository = Repository.around(this.folder);
    const places = { stacks: 'infra/stacks', out: 'infra/generated' };
    return affected(repository, repository.mergeBase(revision), this.environments(), places);
  }
}

const SHARED = {
  'shared.yaml': { region: REQUIRED.region, worker_cpu: 1024 },
  'stacks/_base.yaml': { extends: '../shared.yaml', ...REQUIRED },
  'stacks/dev.yaml': { extends: '_base.yaml' },
  'stacks/prod.yaml': { extends: '_base.yaml', worker_cpu: 512 },
};

test('where nothing differs, no environment is affected', () => {
  const project = new Project(SHARED);
  project.put({ 'stacks/dev.yaml': '# a comment\nextends: _base.yaml\n' });
  expect(project.affected()).toEqual([]);
});

test('an environment is affected by its own file, by a base, and by a file outside of the stack files', () => {
  const project = new Project(SHARED);
  project.put({ 'shared.yaml': { region: REQUIRED.region, worker_cpu: 2048, worker_memory: 4096 } });
  project.put({ 'stacks/prod.yaml': { extends: '_base.yaml', worker_cpu: 512, worker_memory: 2048 } });
  expect(project.affected()).toEqual([
    {
      environment: 'dev',
      state: 'changed',
      because: ['stack files'],
      resources: [
        { address: 'aws_ecs_service.prefect_worker_service', action: 'update' },
        { address: 'aws_ecs_task_definition.prefect_worker_task_definition', action: 'replace' },
      ],
      files: ['cdk.tf.json'],
      other_files: [],
    },
  ]);
});

test('an output folder at the root of the repository is compared as any other', () => {
  const project = new Project(SHARED, { isCommitted: false });
  write(project.root, generate(project.environments()));
  project.commit();
  const [base, repository] = [project.git('rev-parse', 'HEAD'), Repository.around(project.folder)];
  const places = { stacks: 'infra/stacks', out: repository.pathOf(project.root) };
  const found = () =>
    affected(repository, base, project.environments(), places).map(({ environment, because }) => [
      environment,
      because,
    ]);
  expect(found()).toEqual([]);
  project.put({ 'stacks/prod.yaml': { extends: '_base.yaml', worker_cpu: 512, worker_memory: 4096 } });
  writeFileSync(join(project.root, 'stacks', 'dev', 'own.auto.tfvars'), 'worker_cpu = 256\n');
  project.commit();
  expect(found()).toEqual([
    ['dev', ['files']],
    ['prod', ['stack files']],
  ]);
});

test('git reads the files of many environments as often as those of one', () => {
  const reads = (names: readonly string[]) => {
    const stackFiles = names.map((name) => [`stacks/${name}.yaml`, { extends: '_base.yaml', name }]);
    const base = { 'stacks/_base.yaml': REQUIRED };
    const project = new Project({ ...base, ...Object.fromEntries(stackFiles) });
    const repository = Repository.around(project.folder);
    const contents = repository.contents.bind(repository);
    let count = 0;
    repository.contents = (ids) => {
      count += 1;
      return contents(ids);
    };
    const places = { stacks: 'infra/stacks', out: 'infra/generated' };
    expect(affected(repository, 'main', project.environments(), places)).toEqual([]);
    return count;
  };
  expect(reads(['a', 'b', 'c'])).toBe(reads(['a']));
});

test('an environment is added, and one removed, also where nothing is committed', () => {
  const project = new Project(SHARED, { isCommitted: false });
  project.put({ 'stacks/dev.yaml': undefined, 'stacks/eu/new.yaml': REQUIRED });
  expect(project.affected().map(({ environment, state }) => [environment, state])).toEqual([
    ['eu-new', 'added'],
    ['dev', 'removed'],
  ]);
});

test.each([40, 64])('at the first push of a branch, whose base is %d zeros, every environment is added', (zeros) => {
  const project = new Project({ 'stacks/a.yaml': REQUIRED, 'stacks/b.yaml': { ...REQUIRED, name: 'b' } });
  const found = project.affected('0'.repeat(zeros)).map(({ environment, state }) => ({ environment, state }));
  expect(found).toEqual([
    { environment: 'a', state: 'added' },
    { environment: 'b', state: 'added' },
  ]);
});

test('what another version wrote is called a change of the version', () => {
  const project = new Project({ 'stacks/dev.yaml': REQUIRED }, { isCommitted: false });
  project.git('checkout', '--quiet', 'main');
  project.synthesize();
  const document = join(project.folder, 'generated', 'stacks', 'dev', 'cdk.tf.json');
  const sed = spawnSync('sed', ['-i', 's/"awsvpc"/"host"/', document]);
  expect(sed.status).toBe(0);
  project.commit();
  project.git('checkout', '--quiet', '-B', 'topic');
  expect(project.affected()).toMatchObject([{ environment: 'dev', state: 'changed', because: ['version'] }]);
});

test('a comment in what is committed is no change', () => {
  const project = new Project({ 'stacks/dev.yaml': REQUIRED });
  const document = join(project.folder, 'generated', 'stacks', 'dev', 'cdk.tf.json');
  project.git('checkout', '--quiet', 'main');
  spawnSync('sed', ['-i', 's/"AWS region that/"Region that/', document]);
  project.commit();
  project.git('checkout', '--quiet', '-B', 'topic');
  expect(project.git('show', 'HEAD', '--', document)).toContain('Region that');
  expect(project.affected()).toEqual([]);
});

test('files of others in the folder of an environment count', () => {
  const project = new Project({ 'stacks/dev.yaml': REQUIRED });
  project.put({ 'generated/stacks/dev/terraform.tfvars': 'worker_cpu = 512\n' });
  project.commit();
  expect(project.affected()).toMatchObject([{ because: ['files'], files: [], other_files: ['terraform.tfvars'] }]);
});

test('a stack file that is not valid for this version counts as changed, and the others are compared', () => {
  const project = new Project({ 'stacks/dev.yaml': REQUIRED, 'stacks/other.yaml': { ...REQUIRED, name: 'x' } });
  project.git('checkout', '--quiet', 'main');
  project.put({ 'stacks/dev.yaml': { ...REQUIRED, worker_cpu: 'many' } });
  project.commit();
  project.git('checkout', '--quiet', '-B', 'topic');
  project.put({ 'stacks/dev.yaml': REQUIRED });
  expect(project.affected()).toMatchObject([{ environment: 'dev', state: 'changed', because: ['invalid before'] }]);
});

test('what main did since the branch left it is no change of the branch', () => {
  const project = new Project(SHARED);
  project.git('checkout', '--quiet', 'main');
  project.put({ 'stacks/prod.yaml': { extends: '_base.yaml', worker_desired_count: 3 } });
  project.commit();
  project.git('checkout', '--quiet', 'topic');
  expect(project.affected()).toEqual([]);
});

test('nothing in the repository or its work tree changes', () => {
  const project = new Project(SHARED);
  project.put({ 'stacks/dev.yaml': { extends: '_base.yaml', worker_desired_count: 2 }, 'untracked.txt': '' });
  const state = () => [project.git('status', '--porcelain'), project.git('show-ref'), project.git('worktree', 'list')];
  const before = state();
  expect(project.affected()).toHaveLength(1);
  expect(state()).toEqual(before);
});

describe('fails on', () => {
  test('a folder that is in no repository', () => {
    expect(() => Repository.around(scratchFolder())).toThrow('is not in a git repository');
  });

  test.each(['nothing', '--help'])('the revision %p, which is not there', (revision) => {
    const repository = Repository.around(new Project({ 'stacks/dev.yaml': REQUIRED }).root);
    expect(() => repository.mergeBase(revision)).toThrow(`there is no git revision ${JSON.stringify(revision)}`);
  });

  test('no revision, a tree, and a repository without commits, each with what to do', () => {
    const repository = Repository.around(new Project({ 'stacks/dev.yaml': REQUIRED }).root);
    const isRefused = (revision: string) => expect(() => repository.mergeBase(revision));
    isRefused(' ').toThrow('--base\n    is empty\n    → set a branch');
    isRefused('HEAD^{tree}').toThrow('is a tree of git\n    → set a branch');
    isRefused('HEAD:infra/stacks/dev.yaml').toThrow('is a blob of git');
    const empty = scratchFolder();
    spawnSync('git', ['init', '--quiet', empty]);
    expect(() => Repository.around(empty).mergeBase('HEAD')).toThrow('has no commit yet\n    → commit first');
  });

  test('a shallow clone, with what to do about it', () => {
    const project = new Project({ 'stacks/dev.yaml': REQUIRED }, { isCommitted: false });
    project.put({ 'a.txt': '' });
    project.commit();
    const clone = join(scratchFolder(), 'clone');
    spawnSync('git', ['clone', '--quiet', '--depth=1', '--no-single-branch', `file://${project.root}`, clone]);
    const repository = Repository.around(clone);
    expect(() => repository.mergeBase('origin/main')).toThrow(
      'origin/main and HEAD have no common commit in this shallow clone\n    → fetch the history: git fetch --unshallow',
    );
    expect(() => repository.mergeBase('v1')).toThrow('this clone is shallow: fetch the history');
  });

  test('a folder outside of the repository', () => {
    const repository = Repository.around(new Project({ 'stacks/dev.yaml': REQUIRED }, { isCommitted: false }).root);
    expect(() => repository.pathOf(scratchFolder())).toThrow('is outside of the git repository');
  });
});
