import { WorkerNetwork } from '../../src/constructs/worker-network';
import { addressesOf, inStack, resourceAt } from '../helpers/synthesized';

function network(httpsEgressOnly: boolean) {
  return inStack(
    (scope) => new WorkerNetwork(scope, 'network', { securityGroupName: 'sg', vpcId: 'vpc-12ab34cd', httpsEgressOnly }),
  );
}

test('nothing may come in: the security group has no rules of its own, and one for what goes out', () => {
  const terraform = network(true);
  expect(addressesOf(terraform)).toEqual([
    'aws_security_group.prefect_worker',
    'aws_security_group_rule.network_outbound',
  ]);
  expect(resourceAt(terraform, 'aws_security_group.prefect_worker')).toEqual({
    name: 'sg',
    description: 'ECS Prefect worker',
    vpc_id: 'vpc-12ab34cd',
  });
});

test.each([
  ['only HTTPS may go out', true, { protocol: 'tcp', from_port: 443, to_port: 443 }],
  ['everything may go out, as in the reference', false, { protocol: 'all', from_port: 0, to_port: 0 }],
])('%s', (_, httpsEgressOnly, ports) => {
  expect(resourceAt(network(httpsEgressOnly), 'aws_security_group_rule.network_outbound')).toEqual({
    type: 'egress',
    security_group_id: '${aws_security_group.prefect_worker.id}',
    cidr_blocks: ['0.0.0.0/0'],
    description: expect.any(String),
    ...ports,
  });
});
