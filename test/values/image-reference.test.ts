import { refusalOf } from '../helpers/refusals';
import { environmentOf } from '../helpers/stack-files';

const SHA256 = `sha256:${'0a'.repeat(32)}`;

describe('an image', () => {
  test.each([
    'prefect',
    'prefecthq/prefect-aws:0.7.12-python3.12',
    'docker.io/prefecthq/prefect:3-latest',
    'registry.example.com:5000/team/worker_x/a--b:v1.0_2',
    'Registry.Example.com/team/worker:1',
    'localhost:5000/worker',
    'registry:5000/worker',
    '111122223333.dkr.ecr.us-east-1.amazonaws.com/team/worker',
    `registry.example.com/worker@${SHA256}`,
    `registry.example.com/worker:1@${SHA256}`,
    `a:${'x'.repeat(128)}`,
    'a'.repeat(255),
  ])('can be %s', (worker_image) => {
    expect(environmentOf({ worker_image }).inputs.workerImage).toBe(worker_image);
  });

  test.each([
    ['with a scheme', 'https://registry.example.com/prefect:1'],
    ['with two tags', 'a:3:4'],
    ['with an empty tag', 'a:'],
    ['with a tag that is too long', `a:${'x'.repeat(129)}`],
    ['with a tag that begins with a dot', 'a:.x'],
    ['with an upper-case repository', 'registry.example.com/Team/worker:1'],
    ['with an upper-case organization', 'PrefectHQ/prefect:3'],
    ['with a port that is too high', 'registry.example.com:65536/a'],
    ['with port 0', 'registry.example.com:0/a'],
    ['with a short digest', 'a@sha256:0a'],
    ['with a digest of upper-case letters', `a@${SHA256.toUpperCase()}`],
    ['with a digest of an unknown kind', `a@md5:${'0a'.repeat(16)}`],
    ['with the digest as a tag', `a:${SHA256}`],
    ['with user and password', 'user:pass@registry.example.com/a'],
    ['with an empty part', 'registry.example.com//a'],
    ['that ends in a slash', 'registry.example.com/a/'],
    ['that ends in a separator', 'a-'],
    ['with three underscores', 'a___b'],
    ['with a number sign', 'a#b'],
    ['with a newline', 'a:1\n'],
    ['that is too long', 'a'.repeat(256)],
    ['that is empty', ''],
  ])('cannot be one %s', (_, worker_image) => {
    expect(refusalOf({ worker_image })).toContain('must be an image as Docker names it');
  });
});
