import { VpcEndpoints, type VpcEndpointsProps } from '../../../../src/features/network/resources/vpc-endpoints';
import { addressesOf, inStack, resourceAt } from '../../../helpers/synthesized';

function endpoints(interfaces: VpcEndpointsProps['interfaces']) {
  return inStack(
    (scope) =>
      new VpcEndpoints(scope, 'endpoints', {
        name: 'net',
        securityGroupName: { name: 'endpoints' },
        vpcId: 'vpc-12ab34cd',
        cidrBlock: '10.0.0.0/16',
        subnetIds: ['subnet-11111111', 'subnet-22222222'],
        routeTableIds: ['rtb-11111111'],
        s3ServiceName: 'com.amazonaws.us-east-1.s3',
        interfaces,
      }),
  );
}

test('S3 has a gateway in every table, and alone needs no security group', () => {
  const terraform = endpoints([]);
  expect(addressesOf(terraform)).toEqual(['aws_vpc_endpoint.prefect_worker_endpoint_s3']);
  expect(resourceAt(terraform, 'aws_vpc_endpoint.prefect_worker_endpoint_s3')).toEqual({
    vpc_id: 'vpc-12ab34cd',
    vpc_endpoint_type: 'Gateway',
    service_name: 'com.amazonaws.us-east-1.s3',
    route_table_ids: ['rtb-11111111'],
    tags: { Name: 'net-s3' },
  });
});

describe('another service', () => {
  const terraform = endpoints([{ service: 'ecr.api', serviceName: 'cn.com.amazonaws.cn-north-1.ecr.api' }]);

  test('has an interface in each subnet, under its usual host name', () => {
    expect(resourceAt(terraform, 'aws_vpc_endpoint.prefect_worker_endpoint_ecr_api')).toEqual({
      vpc_id: 'vpc-12ab34cd',
      vpc_endpoint_type: 'Interface',
      service_name: 'cn.com.amazonaws.cn-north-1.ecr.api',
      subnet_ids: ['subnet-11111111', 'subnet-22222222'],
      security_group_ids: ['${aws_security_group.prefect_worker_endpoints.id}'],
      private_dns_enabled: true,
      tags: { Name: 'net-ecr.api' },
    });
  });

  test('may be called on HTTPS from within the VPC, and calls nobody', () => {
    const rules = Object.values(terraform.resource['aws_security_group_rule'] ?? {});
    expect(rules).toEqual([
      {
        type: 'ingress',
        security_group_id: '${aws_security_group.prefect_worker_endpoints.id}',
        description: 'HTTPS from within the VPC',
        protocol: 'tcp',
        from_port: 443,
        to_port: 443,
        cidr_blocks: ['10.0.0.0/16'],
      },
    ]);
  });
});
