import { spawnSync } from 'node:child_process';
import { environmentReadme } from '../../src/artifacts/environment-readme';
import { anchorsOf, fencedBlocksOf, internalLinksOf, sectionsOf } from '../helpers/markdown';
import { environmentOf } from '../helpers/stack-files';
import { EVERY_VARIANT, VARIANTS, type Variant } from '../helpers/variants';

const readme = (fields: object = {}) => environmentReadme(environmentOf(fields));

describe.each(EVERY_VARIANT)('the runbook of %s', (_, fields) => {
  const page = readme(fields);

  test('has every section, and leads to each', () => {
    const sections = [...sectionsOf(page).keys()];
    expect(sections).toEqual([
      'What it creates',
      'Before you apply',
      'Apply',
      'Verify',
      'Work pool',
      'Logs',
      'Change and roll back',
      'Rotate the API key',
      'Destroy',
      'When something is wrong',
      'Inputs',
    ]);
    const anchors = anchorsOf(page);
    expect(internalLinksOf(page).filter((link) => !anchors.includes(link))).toEqual([]);
    expect(internalLinksOf(page).slice(0, sections.length)).toEqual(anchors.slice(1));
  });

  test('has no gap where a value should be, and nothing that the template left over', () => {
    expect(page.match(/undefined|null|NaN|\[object|\{\{|\}\}|(?<!`)``(?!`)|\| +\||\n{3}/g)).toBeNull();
  });

  test('has one diagram', () => {
    expect(fencedBlocksOf(page, 'mermaid')).toEqual([expect.stringMatching(/^flowchart LR\n/)]);
  });
});

test('what the runbooks tell people to type is shell', () => {
  const scripts = EVERY_VARIANT.flatMap(([, fields]) => fencedBlocksOf(readme(fields), 'sh'));
  expect(scripts.length).toBeGreaterThan(EVERY_VARIANT.length * 5);
  // One shell for all, since it takes longer to start than to read; a function each, so that each has to end by itself.
  const all = [...new Set(scripts)].map((script, index) => `script_${index}() {\n${script}\n}`).join('\n');
  expect(spawnSync('bash', ['-n'], { input: all, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
});

/** Sentences that are there in one variant and not in another. */
const SAID: readonly [variant: Variant, section: string, said: string][] = [
  ['hardened', 'What it creates', 'The API key is in the secret and nowhere else'],
  ['reference', 'What it creates', '**the API key is in the state, in clear text**'],
  ['hardened, everything set', 'What it creates', 'each tagged `Team` = data\\_platform, Größe = klein'],
  ['hardened', 'Before you apply', 'Terraform 1.11.0 or newer'],
  ['reference', 'Before you apply', 'Terraform 1.9.0 or newer'],
  ['hardened', 'Before you apply', 'The stack file names no account'],
  ['hardened, everything set', 'Before you apply', 'Terraform refuses any account but `111122223333`'],
  ['hardened, everything set', 'Before you apply', 'the profile is `prod`; Terraform then assumes `arn:aws:iam::'],
  ['hardened', 'Before you apply', 'In `terraform.tfstate` in this folder, on this machine only'],
  [
    'hardened, everything set',
    'Before you apply',
    'In the S3 bucket `a-bucket`, under `prefect-ecs-worker/test.tfstate`, locked by a file beside it.',
  ],
  [
    'reference, S3 without a lock',
    'Before you apply',
    'under `prefect-ecs-worker/test.tfstate`. The bucket must exist',
  ],
  ['hardened, image in ECR', 'Before you apply', 'aws ecr describe-images'],
  ['hardened', 'Before you apply', 'docker pull --platform linux/amd64 prefecthq/prefect-aws:'],
  ['hardened', 'Before you apply', '`secretsmanager:CreateSecret`'],
  ['hardened, everything set', 'Before you apply', '`s3:DeleteObject` on the lock file'],
  ['hardened', 'Apply', 'export TF_VAR_prefect_api_key'],
  ['hardened, existing secret', 'Apply', 'The worker reads the API key from `arn:aws:secretsmanager:'],
  ['hardened, everything set', 'Verify', '`runningCount` is 2'],
  ['hardened, process worker', 'Verify', "prefect work-pool inspect 'it'\\''s my pool'"],
  ['hardened', 'Work pool', 'The worker makes no pool'],
  ['reference', 'Work pool', 'the worker makes one'],
  ['hardened', 'Work pool', '| Cluster | `prefect-worker-test` |'],
  ['hardened, existing secret', 'Work pool', '| Prefect API Key Secret ARN | `arn:aws:secretsmanager:'],
  ['hardened', 'Logs', 'Events are kept for 30 days'],
  ['hardened, everything set', 'Logs', 'Events are kept for ever'],
  ['hardened', 'Change and roll back', 'Older revisions of the task definition stay active'],
  ['reference', 'Change and roll back', 'is deregistered by then'],
  ['hardened, everything set', 'Rotate the API key', 'raise api_key.version from 7 to 8'],
  ['reference', 'Rotate the API key', '--force-new-deployment'],
  ['hardened, existing secret', 'Rotate the API key', 'Store the new value in `arn:aws:secretsmanager:'],
  ['hardened', 'Destroy', "The secret's name stays taken for 30 days"],
  ['hardened, everything set', 'Destroy', 'The secret is gone at once'],
  ['hardened', 'When something is wrong', '`Resource postcondition failed`'],
  ['reference', 'When something is wrong', 'this preset does not wait for the worker'],
];

test.each(SAID)('%s: under "%s" stands: %s', (variant, section, said) => {
  expect(sectionsOf(readme(VARIANTS[variant])).get(section)).toContain(said);
});

test.each<[variant: Variant, section: string, missing: RegExp]>([
  ['hardened, existing secret', 'Before you apply', /secretsmanager:/],
  ['hardened, existing secret', 'Apply', /TF_VAR_prefect_api_key|any text/],
  ['hardened, existing secret', 'Destroy', /key|secret/],
  ['hardened, process worker', 'Work pool', /Cluster|VPC ID/],
  ['hardened, everything set', 'Destroy', /Remove the stack file only after/],
  ['hardened', 'Before you apply', /s3:/],
  ['reference', 'Destroy', /Revisions/],
])('%s: under "%s" nothing is said of %s', (variant, section, missing) => {
  expect(sectionsOf(readme(VARIANTS[variant])).get(section)).not.toMatch(missing);
});
