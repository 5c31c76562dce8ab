import { parse } from 'yaml';
import { PRESETS } from '../../../src/environment/presets';
import { dockerfile, ignored, requirements } from '../../../src/features/image/dockerfile';
import { prefectYaml } from '../../../src/features/project/prefect-yaml';
import { testFlow } from '../../../src/features/project/test-flow';
import { generate } from '../../../src/output/generate';
import { environmentOf } from '../../helpers/stack-files';

const project = (fields: object = {}) => parse(prefectYaml(environmentOf(fields)));
const lines = (text: string) => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

describe('the Dockerfile', () => {
  test('builds on the worker’s image, takes the flows along, and runs as nobody special', () => {
    expect(lines(dockerfile(environmentOf({ image: { repository: {} } })))).toEqual([
      `FROM ${PRESETS.hardened.workerImage}`,
      'RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin flows',
      'WORKDIR /opt/prefect/flows',
      'COPY *.py ./',
      'USER flows',
    ]);
  });

  test('installs packages when it is built, of one version each', () => {
    const environment = environmentOf({
      image: { base: 'my/base:1', packages: ['pandas==2.2.3', 'dask[complete]==1'] },
    });
    expect(lines(dockerfile(environment))).toEqual(
      expect.arrayContaining(['FROM my/base:1', 'RUN pip install --no-cache-dir -r /tmp/requirements.txt']),
    );
    expect(lines(requirements(environment))).toEqual(['pandas==2.2.3', 'dask[complete]==1']);
  });

  const LOCKS: readonly (readonly [string, string, string])[] = [
    ['uv.lock', 'pyproject.toml uv.lock', 'uv export --frozen --no-dev --no-emit-project'],
    ['poetry.lock', 'pyproject.toml poetry.lock', 'poetry export'],
    ['Pipfile.lock', 'Pipfile Pipfile.lock', 'pipenv requirements --hash'],
  ];

  test.each(LOCKS)(
    'installs what %s has locked, by a tool that stays out of the image',
    (lockFile, copied, command) => {
      const [locking = '', image = ''] = dockerfile(environmentOf({ image: { lock_file: lockFile } })).split(
        '\n\nFROM ',
      );
      expect(locking).toContain(`COPY ${copied} ./\n`);
      expect(locking).toContain(`RUN /tool/bin/${command}`);
      expect(image).toContain('COPY --from=locked /locked/requirements.txt /tmp/requirements.txt\n');
      expect(image).toContain('\nCOPY . ./\n');
      expect(image).not.toContain('/tool');
    },
  );

  test('installs requirements.txt of the flows without a tool', () => {
    expect(lines(dockerfile(environmentOf({ image: { lock_file: 'requirements.txt' } })))).toEqual([
      `FROM ${PRESETS.hardened.workerImage}`,
      'COPY requirements.txt /tmp/requirements.txt',
      'RUN pip install --no-cache-dir -r /tmp/requirements.txt',
      'RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin flows',
      'WORKDIR /opt/prefect/flows',
      'COPY . ./',
      'USER flows',
    ]);
  });

  test('leaves the code out where it comes from elsewhere', () => {
    const environment = environmentOf({ image: { code: { git: { repository: 'https://github.com/o/r' } } } });
    expect(dockerfile(environment)).not.toContain('COPY');
  });

  test('that copies a whole folder leaves secrets and states out', () => {
    const files = generate([environmentOf({ image: { lock_file: 'uv.lock' } })]);
    expect(files.get('stacks/test/.dockerignore')).toBeUndefined();
    expect(lines(files.get('stacks/test/Dockerfile.dockerignore') ?? '')).toEqual(
      expect.arrayContaining(['**/.env*', '**/*.tfstate*', '**/*.tfvars*']),
    );
  });

  test('is none where the stack file names one', () => {
    const files = generate([environmentOf({ image: { repository: {}, dockerfile: 'docker/Dockerfile' } })]);
    expect([...files.keys()].filter((path) => /docker/i.test(path))).toEqual([]);
    expect(files.get('stacks/test/README.md')).toContain('--file "$flows/docker/Dockerfile" --push "$flows"');
  });

  test('is built without the state that may lie beside it', () => {
    expect(lines(ignored(environmentOf()))).toEqual(['*', '!*.py', '!requirements.txt']);
  });
});

test('a project of another repository leaves nothing but the Terraform, and the runbook names the pool', () => {
  const files = generate([environmentOf({ project: 'none', image: { repository: {} } })]);
  const names = [...files.keys()].flatMap((path) => path.match(/^stacks\/test\/(.*)/)?.[1] ?? []);
  expect(names.sort()).toEqual([
    '.generated.sha256',
    'README.md',
    'base-job-template.json.tftpl',
    'cdk.tf.json',
    'diagram.svg',
    'versions.tf',
  ]);
  expect(files.get('stacks/test/README.md')).toContain('its `work_pool.name` is `my-ecs-pool`, and its image');
});

describe('prefect.yaml', () => {
  test('deploys both test flows to the pool, with a pull step that the image has', () => {
    expect(project({ flow_runs: { image: 'my/flows:3' } })).toEqual({
      name: 'test',
      build: null,
      push: null,
      pull: [{ 'prefect.deployments.steps.set_working_directory': { directory: '/opt/prefect/flows' } }],
      deployments: [
        {
          name: 'test-ecs-test',
          description: 'Says hello from ECS',
          entrypoint: 'my_flow.py:my_flow',
          work_pool: { name: 'my-ecs-pool', job_variables: { image: 'my/flows:3' } },
        },
        {
          name: 'test-ecs-test',
          description: 'Says where it runs',
          entrypoint: 'my_flow.py:where_it_runs',
          work_pool: { name: 'my-ecs-pool', job_variables: { image: 'my/flows:3' } },
        },
      ],
    });
  });

  const IMAGES: readonly (readonly [string, object, object])[] = [
    [
      'the created repository’s, where the account is known',
      { image: { repository: {}, tag: 'v7' }, aws: { account_id: '111122223333' } },
      { image: '111122223333.dkr.ecr.us-east-1.amazonaws.com/prefect-flows-test:v7' },
    ],
    [
      'in China at China’s host',
      { region: 'cn-north-1', image: { repository: { name: 'aa' } }, aws: { account_id: '111122223333' } },
      { image: '111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/aa:1' },
    ],
    ['the pool’s own, where it is not known', { image: { repository: {} } }, {}],
    ['the pool’s own, where there is none', {}, {}],
  ];

  test.each(IMAGES)('names an image: %s', (_, fields, variables) => {
    expect(project(fields).deployments[0].work_pool.job_variables).toEqual(variables);
  });

  test('sends the test flows to a work queue that the worker of their pool polls', () => {
    const fields = {
      image: { repository: {} },
      prefect: { work_queues: ['nightly', 'on-request'] },
      workers: {
        gpu: { worker_work_pool_name: 'gpu', flow_runs: {}, work_queues: ['training', 'default'] },
        small: { worker_work_pool_name: 'small', flow_runs: {} },
        slow: { worker_work_pool_name: 'slow', flow_runs: {}, work_queues: ['slow'] },
      },
    };
    const queues = project(fields).deployments.map(
      ({ name, work_pool }: { name: string; work_pool: { work_queue_name?: string } }) => [
        name,
        work_pool.work_queue_name,
      ],
    );
    expect(new Map(queues)).toEqual(
      new Map([
        ['test-ecs-test', 'nightly'],
        ['test-ecs-test-gpu', undefined],
        ['test-ecs-test-small', undefined],
        ['test-ecs-test-slow', 'slow'],
      ]),
    );
    expect(new Set(queues.slice(0, 2).flat())).toEqual(new Set(['test-ecs-test', 'nightly']));
  });

  test('clones a repository, with a token that only Prefect knows', () => {
    const git = { repository: 'https://github.com/o/r', branch: 'live', token_block: 'gh' };
    expect(project({ image: { code: { git } } })).toMatchObject({
      push: null,
      pull: [
        {
          'prefect.deployments.steps.git_clone': {
            repository: 'https://github.com/o/r',
            branch: 'live',
            access_token: '{{ prefect.blocks.secret.gh }}',
          },
        },
      ],
    });
  });

  test('clones into a folder of the repository', () => {
    const git = { repository: 'https://github.com/o/r', folder: 'flows/etl' };
    expect(project({ image: { code: { git } } }).pull).toEqual([
      { 'prefect.deployments.steps.git_clone': { id: 'clone', repository: git.repository, branch: 'main' } },
      { 'prefect.deployments.steps.set_working_directory': { directory: '{{ clone.directory }}/flows/etl' } },
    ]);
  });

  const IN_IMAGE: readonly (readonly [string, object])[] = [
    ['a repository for images', { image: { repository: {} } }],
    ['an image to build on', { image: { base: 'my/base:1' } }],
    ['packages', { image: { packages: ['pandas==2.2.3'] } }],
    ['an image of flow runs', { flow_runs: { image: 'my/flows:3' } }],
    ['said so', { image: { code: 'baked_in' } }],
  ];

  test.each(IN_IMAGE)('finds the code in the image: %s', (_, fields) => {
    expect(project(fields).pull).toEqual([
      { 'prefect.deployments.steps.set_working_directory': { directory: '/opt/prefect/flows' } },
    ]);
  });

  test.each([
    ['without an image for flows', {}],
    ['said so', { image: { repository: {}, code: 'git' } }],
  ])('clones the repository that the shell names which deploys: %s', (_, fields) => {
    expect(project(fields)).toMatchObject({
      push: null,
      pull: [
        {
          'prefect.deployments.steps.git_clone': {
            repository: '{{ $FLOWS_REPOSITORY }}',
            branch: '{{ $FLOWS_BRANCH }}',
          },
        },
        {
          'prefect.deployments.steps.set_working_directory': {
            directory: '{{ clone.directory }}/{{ $FLOWS_FOLDER }}',
          },
        },
      ],
    });
  });

  test('puts the code into S3 when it is deployed, and gets it from there', () => {
    const fields = { image: { code: { s3: { bucket: 'my-bucket' } } }, flow_runs: { task_role: {} } };
    const place = { bucket: 'my-bucket', folder: 'flows' };
    expect(project(fields)).toMatchObject({
      push: [{ 'prefect_aws.deployments.steps.push_to_s3': place }],
      pull: [{ 'prefect_aws.deployments.steps.pull_from_s3': place }],
    });
    expect([...generate([environmentOf(fields)]).keys()]).toContain('stacks/test/.prefectignore');
  });
});

test('the test flow says hello, and where it runs', () => {
  expect(testFlow()).toMatch(/@flow[^\n]*\ndef my_flow\(/);
  expect(testFlow()).toMatch(/@flow[^\n]*\ndef where_it_runs\(/);
});

test('an environment whose worker starts no tasks has no project', () => {
  const files = (fields: object) =>
    [...generate([environmentOf(fields)]).keys()].filter((path) => path.startsWith('stacks/'));
  expect(files({ worker_type: 'process' })).toEqual([
    'stacks/test/cdk.tf.json',
    'stacks/test/versions.tf',
    'stacks/test/README.md',
    'stacks/test/diagram.svg',
    'stacks/test/.generated.sha256',
  ]);
  expect(files({})).toEqual(
    expect.arrayContaining(['stacks/test/Dockerfile', 'stacks/test/prefect.yaml', 'stacks/test/my_flow.py']),
  );
});

describe('the tag of the next image', () => {
  const said = (repository: object) =>
    generate([environmentOf({ image: { repository } })]).get('stacks/test/README.md') as string;

  test.each([
    ['is another one where tags are immutable, as they are by default', {}, 'A tag cannot be pushed twice'],
    ['is the same one where they are not', { image_tag_mutability: 'MUTABLE' }, 'Push the same tag'],
    [
      'depends on the repository where that exists',
      { existing: 'team/flows' },
      'Where the tags of this repository are',
    ],
  ])('%s', (_, repository, sentence) => {
    expect(said(repository)).toContain(sentence);
  });
});
