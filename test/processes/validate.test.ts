import { readdirSync } from 'node:fs';
import { command } from '../helpers/command';
import { folderOf, REQUIRED } from '../helpers/stack-files';

jest.setTimeout(120_000);

const stacks = folderOf({
  'dev.yaml': REQUIRED,
  'prod.yaml': { ...REQUIRED, preset: 'reference', worker_work_pool_name: 'prod' },
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
