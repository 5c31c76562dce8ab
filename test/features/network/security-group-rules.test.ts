import { oneSidedRules } from '../../../src/features/network/security-group-rules';

test('two rules that read alike have keys of their own', () => {
  const rules = ['/db/group', 'db/group'].map((ssmParameter) => ({
    protocol: 'tcp' as const,
    port: 5432,
    securityGroup: { ssmParameter },
  }));
  expect(oneSidedRules(rules).map(({ key, securityGroup }) => [key, securityGroup])).toEqual([
    ['tcp_5432_db_group', { ssmParameter: '/db/group' }],
    ['tcp_5432_db_group__2', { ssmParameter: 'db/group' }],
  ]);
});
