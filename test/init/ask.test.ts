import { PassThrough, Writable } from 'node:stream';
import type { Answers, Fields } from '../../src/init/answers';
import { ask } from '../../src/init/ask';

const DOWN = '\u001b[B';
const ENTER = '\r';
const CANCEL = '\u0003';

/** Answers each question once it is on the screen, with the keys of a person. */
function asked(keys: readonly (readonly [question: string, keys: string])[], given: Answers = {}, fields: Fields = {}) {
  const input = new PassThrough();
  const left = [...keys];
  let screen = '';
  const output = new Writable({
    write(chunk, _, done) {
      screen += String(chunk);
      const [next] = left;
      if (next !== undefined && screen.includes(next[0])) {
        screen = '';
        left.shift();
        setImmediate(() => input.write(next[1]));
      }
      done();
    },
  });
  return ask(given, fields, { input, output });
}

test('asks for all that a new environment needs', async () => {
  const answers = await asked([
    ['AWS region', ENTER],
    ['Prefect', ENTER],
    ['Account ID', `account${ENTER}`],
    ['Workspace ID', `workspace${ENTER}`],
    ['Work pool', `pool${ENTER}`],
    ['VPC', ENTER],
    ['VPC ID', `vpc-1${ENTER}`],
    ['Subnet IDs', `subnet-1, subnet-2${ENTER}`],
    ['Images', `${DOWN}${ENTER}`],
    ['Terraform state', ENTER],
    ['Name of the bucket', `states${ENTER}`],
  ]);
  expect(answers).toEqual({
    region: process.env['AWS_REGION'] ?? 'us-east-1',
    prefect: 'cloud',
    account: 'account',
    workspace: 'workspace',
    auth: undefined,
    pool: 'pool',
    vpc: 'vpc-1',
    subnets: ['subnet-1', 'subnet-2'],
    image: 'ecr',
    backend: 's3:states',
  });
});

test('does not ask for what a flag or a file of Terraform has answered', async () => {
  const fields = {
    worker_work_pool_name: 'pool',
    vpc_id: 'vpc-1',
    worker_subnets: ['subnet-1'],
    worker_image: 'image:1',
  };
  const answers = await asked(
    [
      ['How the worker authenticates', ENTER],
      ['Terraform state', `${DOWN}${DOWN}${DOWN}${ENTER}`],
    ],
    { region: 'eu-west-1', prefect: 'http://prefect:4200/api' },
    fields,
  );
  expect(answers).toMatchObject({
    region: 'eu-west-1',
    auth: 'none',
    pool: 'pool',
    backend: 'local',
    image: undefined,
  });
});

test('who gives up gets nothing', async () => {
  expect(await asked([['AWS region', CANCEL]])).toBeUndefined();
});
