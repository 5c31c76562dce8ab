import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stackDiff } from '../../src/diff/environment-diff';
import { loadEnvironments } from '../../src/environment/load';
import { synthesize } from '../../src/stack/synthesize';
import { upgraded } from '../../src/upgrade/upgrade';
import { folderOf } from '../helpers/stack-files';

/**
 * The stack files of release 0.1.0, and in `0.1.0-applied/` what it wrote for them (`generated/stacks/NAME/cdk.tf.json` at
 * that release), without what Terraform does not plan by: outputs, comments, and of variables all but the default.
 */
const FOLDER = join(__dirname, '0.1.0');
const APPLIED = join(__dirname, '0.1.0-applied');
const CHANGELOG = readFileSync(join(__dirname, '..', '..', 'CHANGELOG.md'), 'utf8').replaceAll(/\s+/g, ' ');

/** All that an apply of today's stacks does to what release 0.1.0 applied, and how the changelog says it. */
const SAID: readonly (readonly [change: RegExp, said: string])[] = [
  [
    /^replace \S+task_definition\S* container_definitions\[.*\]\.image$/,
    'The default image of `preset: hardened` is `prefecthq/prefect-aws:0.7.12-python3.12`',
  ],
  [
    /^replace \S+task_definition\S* container_definitions\[.*\]\.environment\[AWS_(DEFAULT_)?REGION\]$/,
    'where it runs on instances (`AWS_REGION` and `AWS_DEFAULT_REGION` are set for it)',
  ],
  [
    /^replace \S+task_definition\S* container_definitions\[.*\]\.linuxParameters\.(capabilities\.add|tmpfs\[.*\]\.mountOptions)$/,
    'where it has `tmpfs` or adds or drops capabilities (empty lists are written out)',
  ],
  [
    /^replace \S+task_definition\S* container_definitions\[.*\]\.environment\[AWS_(MAX_ATTEMPTS|RETRY_MODE)\]$/,
    'An ecs worker of `preset: hardened` has `AWS_MAX_ATTEMPTS` and `AWS_RETRY_MODE`',
  ],
  [
    /^update aws_ecs_cluster_capacity_providers\S+ capacity_providers\[1\]$/,
    '`FARGATE_SPOT` is always associated with a created cluster',
  ],
  [
    /^update aws_iam_role_policy\.prefect_worker_container policy\.Statement\[(AllowEcsExec|BeEntered)\]$/,
    'The policy for ECS Exec has other statement ids',
  ],
  [
    /^update aws_sns_topic_policy\S+ policy\.Statement\[EventBridge\]\.Condition$/,
    'the policy of the created alarm topic has no condition on the account',
  ],
  [/^none \S+ lifecycle$/, '(`create_before_destroy`), in `preset: hardened`'],
];
/** Terraform's own order of things, and what is replaced: no change in AWS beside that. */
const OF_TERRAFORM = /^\w+ \S+ (depends_on(\[\d+\])?|lifecycle(\.\w+)?)$|^update aws_ecs_service\S+ task_definition$/;

const files = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'));
const environments = loadEnvironments(
  folderOf(
    Object.fromEntries(
      files.map((file) => [file, upgraded(readFileSync(join(FOLDER, file), 'utf8'), { version: 1 }).text]),
    ),
  ),
);

/** What an apply does, an entry for each attribute. */
const changes = environments.flatMap((environment) => {
  const { name } = environment;
  const folder = `stacks/${name}/`;
  const texts = new Map([...synthesize([environment]).files].map(([path, text]) => [path.replace(folder, ''), text]));
  const moved = [...(texts.get('moved.tf') ?? '').matchAll(/from = (\S+)\s+to {3}= (\S+)/g)];
  const before = JSON.parse(readFileSync(join(APPLIED, `${name}.json`), 'utf8'));
  const after = {
    ...JSON.parse(texts.get('cdk.tf.json') as string),
    moved: moved.map(([, from, to]) => ({ from, to })),
  };
  const { resources } = stackDiff(
    { document: before, file: () => undefined },
    { document: after, file: (file) => texts.get(file) },
  );
  return resources.flatMap(({ address, action, changes: all, new_references: references = [] }) =>
    [...all, ...references].map(({ path }) => `${action} ${address} ${path}`),
  );
});

test('an apply over what release 0.1.0 applied creates nothing, deletes nothing, and replaces task definitions alone', () => {
  expect(environments).toHaveLength(12);
  const whole = changes.filter((change) => /^(create|destroy|replace) /.test(change));
  expect(whole.filter((change) => !change.startsWith('replace aws_ecs_task_definition.'))).toEqual([]);
});

test('it changes what the changelog lists, and nothing else', () => {
  const unsaid = changes.filter((change) => !OF_TERRAFORM.test(change) && !SAID.some(([one]) => one.test(change)));
  expect([...new Set(unsaid)]).toEqual([]);
});

test.each(SAID.map(([change, said]) => [said, change] as const))('the changelog says: %s', (said, change) => {
  expect(changes.filter((one) => change.test(one))).not.toEqual([]);
  expect(CHANGELOG).toContain(said);
});
