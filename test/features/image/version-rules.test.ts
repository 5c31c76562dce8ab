import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PRESETS } from '../../../src/environment/presets';
import { LEAST, TESTED, TESTED_TAG } from '../../../src/values/prefect-versions';
import { environmentOf } from '../../helpers/stack-files';

const IMAGE = 'prefecthq/prefect-aws';
const MIRROR = '111122223333.dkr.ecr.us-east-1.amazonaws.com/mirror/prefect-aws';

/** The ids of the warnings on the images of workers, with the field each is on. */
function warningsOf(fields: object): string[] {
  const found = environmentOf(fields).warnings.filter(({ path = '' }) => path.endsWith('worker_image'));
  return found.map(({ warning }) => `${warning}`);
}

test.each(['hardened', 'reference'] as const)('no warning is on the default image of %s', (preset) => {
  expect(warningsOf({ preset })).toEqual([]);
});

test('the default image has the prefect-aws that is tested, and what each behaviour needs', () => {
  expect(PRESETS.hardened.workerImage).toBe(`${IMAGE}:${TESTED.prefectAws}-python${TESTED.python}`);
  const image = `${IMAGE}:${TESTED.prefectAws}-python3.12-prefect${TESTED.prefect}`;
  expect(warningsOf({ worker_image: image })).toEqual([]);
});

test('README and examples name the tested versions', () => {
  const files = ['README.md', ...stackFilesIn('test/examples')];
  const text = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  const tags = new Set([...text.matchAll(/prefect-aws:([\w.-]+)/g)].map(([, tag]) => tag));
  expect([...tags]).toEqual([TESTED_TAG]);
  expect(text).toContain(`Prefect ${TESTED.prefect} with prefect-aws ${TESTED.prefectAws}`);
});

function stackFilesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => (name.endsWith('.yaml') ? [join(folder, name)] : []));
}

describe('no-prefect-aws', () => {
  const image = 'prefecthq/prefect:3-python3.12';

  test.each<[string, object]>([
    ['Prefect’s plain image', { worker_image: image }],
    ['the same by its whole name', { worker_image: `docker.io/${image}` }],
    ['other packages alone', { worker_image: image, worker_extra_pip_packages: 's3fs' }],
    ['the image of a further worker', { workers: { b: { worker_image: image } } }],
  ])('is on %s', (_, fields) => {
    expect(warningsOf(fields)).toEqual(['no-prefect-aws']);
  });

  test.each<[string, object]>([
    ['packages at start', { worker_image: image, worker_extra_pip_packages: 'prefect-aws>=0.7 s3fs' }],
    ['an install policy', { worker_image: image, prefect: { install_policy: 'if-not-present' } }],
    ['a worker of another type', { worker_image: image, worker_type: 'process' }],
  ])('is not on %s', (_, fields) => {
    expect(warningsOf(fields)).toEqual([]);
  });

  test.each([
    'prefecthq/prefect',
    'prefecthq/prefect-kubernetes:1',
    'index.docker.io/prefecthq/prefect:3',
    `prefecthq/prefect@sha256:${'a'.repeat(64)}`,
    'python:3.12',
    'python',
    'library/python:3.12-slim',
    'docker.io/library/ubuntu',
  ])('is on %s', (worker_image) => {
    expect(warningsOf({ worker_image })).toEqual(['no-prefect-aws']);
  });

  test.each([
    'someone/prefect:3',
    'registry.example.com/prefecthq/prefect:3',
    'registry.example.com/python:3.12',
    'registry:5000/python',
    'localhost.example.com/python',
    IMAGE,
  ])('is not on %s', (worker_image) => {
    expect(warningsOf({ worker_image })).toEqual([]);
  });

  test('is on an image without Prefect also with packages at start, which Prefect’s image alone installs', () => {
    const fields = { worker_image: 'python:3.12', worker_extra_pip_packages: 'prefect-aws' };
    expect(warningsOf(fields)).toEqual(['no-prefect-aws']);
  });

  test('is not on an image that starts a command of its own', () => {
    const worker = { command: ['worker'], health_check: false };
    expect(warningsOf({ worker_image: 'python:3.12', worker })).toEqual([]);
  });
});

describe('unpublished-tag', () => {
  test.each(['0.7.12', '3-latest', '0.7.12-python3.9', '0.7.12-python312', 'latest-python2', '0.7.12-prefect3.8.8'])(
    'is on %s',
    (tag) => {
      expect(warningsOf({ worker_image: `${IMAGE}:${tag}` })).toEqual(['unpublished-tag']);
    },
  );

  test.each([TESTED_TAG, '0.7-python3.14', 'latest', 'latest-python3.10', '0.7.12-python3.12-prefect3.8.8'])(
    'is not on %s',
    (tag) => {
      expect(warningsOf({ worker_image: `${IMAGE}:${tag}` })).toEqual([]);
    },
  );

  test('is not on a tag of one’s own', () => {
    expect(warningsOf({ worker_image: `${MIRROR}:stable` })).toEqual([]);
  });
});

describe('old-image', () => {
  test.each<[string, string]>([
    [`${IMAGE}:0.7.9-python3.12`, LEAST.crashDetection],
    [`${MIRROR}:0.7.7-python3.12-prefect3.6.28`, LEAST.crashDetection],
    [`${IMAGE}:0.6-python3.12`, LEAST.crashDetection],
    [`${IMAGE}:0.7.10-python3.12-prefect3.6.22`, LEAST.poolOption],
    [`${IMAGE}:0.7.10-python3.12-prefect2.20.0@sha256:${'a'.repeat(64)}`, LEAST.poolOption],
  ])('is on %s, and names %s', (worker_image, least) => {
    const { warnings } = environmentOf({ worker_image });
    expect(warnings).toMatchObject([{ warning: 'old-image', path: 'worker_image' }]);
    expect(warnings[0]?.hint).toContain(`${least} or newer`);
  });

  test.each([
    `${IMAGE}:0.7.10-python3.12`,
    `${IMAGE}:0.10.0-python3.12-prefect3.6.23`,
    `${IMAGE}:1.0.0-python3.12-prefect4.0.0`,
    `${IMAGE}:0.7-python3.12`,
    `${MIRROR}:0.7.12-python3.12-prefect3.10.0`,
    'registry.example.com/worker:0.7.7-python3.12',
  ])('is not on %s', (worker_image) => {
    expect(warningsOf({ worker_image })).toEqual([]);
  });

  test('is on Prefect’s own image with packages at start', () => {
    const fields = { worker_image: 'prefecthq/prefect:3.6.1-python3.12', worker_extra_pip_packages: 'prefect-aws' };
    expect(warningsOf(fields)).toEqual(['old-image']);
    expect(warningsOf({ ...fields, worker_extra_pip_packages: 'prefect==3.8.8 prefect-aws' })).toEqual([]);
    expect(warningsOf({ ...fields, prefect: { create_pool_if_not_found: true } })).toEqual([]);
  });

  test('is not on old images without what they lack', () => {
    const fields = { crash_detection: { enabled: false }, prefect: { create_pool_if_not_found: true } };
    expect(warningsOf({ worker_image: `${IMAGE}:0.7.7-python3.12-prefect3.6.1`, ...fields })).toEqual([]);
  });

  test('is on the image of a further worker', () => {
    const { warnings } = environmentOf({ workers: { b: { worker_image: `${IMAGE}:0.7.7-python3.12` } } });
    expect(warnings).toMatchObject([{ warning: 'old-image', path: 'workers.b.worker_image' }]);
  });
});
