import { wrongValues } from '../../src/init/wrong-values';

const ofSecret = (secret: string) => wrongValues('dev', { secret }, { fields: {}, file: undefined }, 'stacks/dev.yaml');

describe('flags that do not make a whole stack file', () => {
  test('a value that can never work is reported with its flag', () => {
    expect(ofSecret('key')).toEqual([expect.objectContaining({ file: 'init', path: '--secret' })]);
  });

  test('a value that is only warned of is taken: AWS ends one ARN of 200 in small letters alone', () => {
    expect(ofSecret('arn:aws:secretsmanager:us-east-1:111122223333:secret:prefect/key-kuazmb')).toEqual([]);
  });
});

test('a value of a file is reported with that file', () => {
  const from = { fields: { worker_memory: 'much', worker: { environment: { A: [1] } } }, file: 'main.tf' };
  expect(wrongValues('dev', {}, from, 'stacks/dev.yaml')).toEqual([
    expect.objectContaining({ file: 'main.tf', path: 'worker_memory' }),
    expect.objectContaining({ file: 'main.tf', path: 'worker.environment.A' }),
  ]);
});
