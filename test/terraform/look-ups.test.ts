import { type LookUp, LookUps } from '../../src/terraform/look-ups';
import { addressesOf, inStack, type Terraform } from '../helpers/synthesized';

/** What is asked of AWS for these, and what each resolves to. */
function found(...values: ((lookUps: LookUps) => string)[]): Terraform {
  return inStack((scope, show) => {
    const lookUps = new LookUps(scope, 'look_ups');
    values.forEach((value, index) => {
      show(`value_${index}`, value(lookUps));
    });
  });
}

const valuesOf = ({ output }: Terraform) => Object.values(output).map(({ value }) => value);
const parameter = (name: string) => (lookUps: LookUps) => lookUps.value({ ssmParameter: name });
const group = (tags: LookUp['tags']) => (lookUps: LookUps) => lookUps.securityGroup({ tags }, 'vpc-1');

test('what stands there as it is is not looked up, and taken literally', () => {
  const terraform = found((lookUps) => lookUps.value('${a}'));
  expect([addressesOf(terraform), valuesOf(terraform)]).toEqual([[], ['$${a}']]);
});

test.each<[string, (lookUps: LookUps) => string, string, object, string]>([
  [
    'a parameter',
    parameter('/team/vpc-id'),
    'aws_ssm_parameter.ssm_parameter_team_vpc_id',
    {
      name: '/team/vpc-id',
      with_decryption: false,
      lifecycle: {
        postcondition: [
          {
            condition: '${self.type != "SecureString"}',
            error_message: expect.stringContaining('/team/vpc-id is a SecureString'),
          },
        ],
      },
    },
    'insecure_value',
  ],
  [
    'a secret by name',
    (lookUps) => lookUps.secretArn('team/key'),
    'aws_secretsmanager_secret.secret_team_key',
    { name: 'team/key' },
    'arn',
  ],
  [
    'a role by name',
    (lookUps) => lookUps.role({ name: 'worker' }),
    'aws_iam_role.role_worker',
    { name: 'worker' },
    'arn',
  ],
  [
    'a security group by tags',
    group({ Name: 'workers' }),
    'aws_security_group.security_group_workers',
    { tags: { Name: 'workers' }, vpc_id: 'vpc-1' },
    'id',
  ],
  [
    'a KMS key by alias, for a policy the key itself',
    (lookUps) => lookUps.kmsKey({ alias: 'alias/prefect' }),
    'aws_kms_alias.kms_key_alias_prefect',
    { name: 'alias/prefect' },
    'target_key_arn',
  ],
])('%s is looked up under a name that tells it', (_, value, address, asked, attribute) => {
  const terraform = found(value);
  const [type = '', name = ''] = address.split('.');
  expect(addressesOf(terraform)).toEqual([`data.${address}`]);
  expect(terraform.data?.[type]?.[name]).toEqual(asked);
  expect(valuesOf(terraform)).toEqual([`\${data.${address}.${attribute}}`]);
});

test('the same thing is asked for once', () => {
  const terraform = found(parameter('/a'), parameter('/a'), group({ Name: 'b' }), group({ Name: 'b' }));
  expect(addressesOf(terraform)).toEqual([
    'data.aws_security_group.security_group_b',
    'data.aws_ssm_parameter.ssm_parameter_a',
  ]);
});

test('names that read alike are told apart, and each value is its own', () => {
  const terraform = found(parameter('/a/b'), parameter('/a-b'), parameter('a_b'), parameter('/a-b'));
  expect(addressesOf(terraform)).toEqual([
    'data.aws_ssm_parameter.ssm_parameter_a_b',
    'data.aws_ssm_parameter.ssm_parameter_a_b__2',
    'data.aws_ssm_parameter.ssm_parameter_a_b__3',
  ]);
  const named = Object.fromEntries(
    Object.entries(terraform.data?.['aws_ssm_parameter'] ?? {}).map(([name, block]) => [name, block['name']]),
  );
  expect(named).toEqual({ ssm_parameter_a_b: '/a/b', ssm_parameter_a_b__2: '/a-b', ssm_parameter_a_b__3: 'a_b' });
  expect(valuesOf(terraform)[1]).toBe(valuesOf(terraform)[3]);
});

test('groups whose tags have the same values under other keys are different groups', () => {
  const terraform = found(group({ Name: 'a' }), group({ Team: 'a' }));
  expect(addressesOf(terraform)).toEqual([
    'data.aws_security_group.security_group_a',
    'data.aws_security_group.security_group_a__2',
  ]);
});

test('one name for things of two kinds is two things', () => {
  const terraform = found(
    (lookUps) => lookUps.role({ name: 'a' }),
    (lookUps) => lookUps.secretArn('a'),
  );
  expect(addressesOf(terraform)).toEqual(['data.aws_iam_role.role_a', 'data.aws_secretsmanager_secret.secret_a']);
});
