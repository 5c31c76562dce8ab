import { partFits, placesOf, sourceFits } from '../../../src/features/secrets/rules';
import type { SecretSource } from '../../../src/values/aws-fields';

const AT = ['worker', 'secrets', 'X'];
const ARN = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:a-AbC123';

const sources: readonly [fields: string, source: Partial<SecretSource>, places: string[]][] = [
  ['nothing', {}, []],
  ['an ARN', { secretArn: ARN }, ['secret_arn']],
  ['a name', { secretName: 'a' }, ['secret_name']],
  ['a parameter', { ssmParameter: '/a' }, ['ssm_parameter']],
  ['a name and a parameter', { secretName: 'a', ssmParameter: '/a' }, ['secret_name', 'ssm_parameter']],
];

test.each(sources)('a secret with %s is set by these fields', (_, source, places) => {
  expect(placesOf(source)).toEqual(places);
});

test.each(sources)('a secret with %s is refused, unless it is set by one field', (_, source, places) => {
  const message = 'set exactly one of: secret_arn, secret_name, ssm_parameter';
  const hint = expect.stringMatching(places.length === 0 ? /^for example secret_arn: arn:/ : /^remove one of the two$/);
  expect(sourceFits(source as SecretSource, AT)).toEqual(places.length === 1 ? [] : [{ path: AT, message, hint }]);
});

test('there is nothing to find where no secret is set', () => {
  expect(sourceFits(undefined, AT)).toEqual([]);
});

describe.each([
  ['json_key', { jsonKey: 'password' }],
  ['version_stage', { versionStage: 'AWSPREVIOUS' }],
  ['version_id', { versionId: 'abc-1' }],
])('%s', (field, part) => {
  test.each<[string, Partial<SecretSource>]>([
    ['an ARN', { secretArn: ARN }],
    ['a name', { secretName: 'a' }],
  ])('chooses a part of a secret with %s', (_, source) => {
    expect(partFits({ ...source, ...part }, AT)).toEqual([]);
  });

  test.each<[string, Partial<SecretSource>]>([
    ['a parameter', { ssmParameter: '/a' }],
    ['a secret that this stack creates', {}],
  ])('has no effect on %s', (_, source) => {
    expect(partFits({ ...source, ...part }, AT)).toEqual([
      {
        path: [...AT, field],
        message: 'has no effect: it applies only to a secret in Secrets Manager, set by secret_arn or secret_name',
        hint: 'remove it',
      },
    ]);
  });
});

test('a stage has no effect with a version', () => {
  expect(sourceFits({ secretArn: ARN, versionStage: 'AWSCURRENT', versionId: 'abc-1' } as SecretSource, AT)).toEqual([
    {
      path: [...AT, 'version_stage'],
      message: 'has no effect: version_id sets the version',
      hint: 'remove it, or remove version_id',
    },
  ]);
});
