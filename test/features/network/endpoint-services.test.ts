import {
  ENDPOINT_SERVICES,
  type EndpointService,
  endpointServiceName,
  fargateTasksCallEcs,
  s3GatewayName,
} from '../../../src/features/network/endpoint-services';
import { partitionOf, REGIONS } from '../../../src/values/regions';

const COMMERCIAL = REGIONS.filter((region) => ['aws', 'aws-us-gov'].includes(partitionOf(region)));

test.each(COMMERCIAL)('in %s every name begins with com.amazonaws', (region) => {
  for (const service of ENDPOINT_SERVICES)
    expect(endpointServiceName(service, region)).toBe(`com.amazonaws.${region}.${service}`);
});

describe.each(['cn-north-1', 'cn-northwest-1'])('in %s the beginnings are mixed:', (region) => {
  test.each<[EndpointService, string]>([
    ['ec2', 'cn.com.amazonaws'],
    ['ecr.api', 'cn.com.amazonaws'],
    ['ecr.dkr', 'cn.com.amazonaws'],
    ['monitoring', 'cn.com.amazonaws'],
    ['sqs', 'cn.com.amazonaws'],
    ['sts', 'cn.com.amazonaws'],
    ['ecs', 'com.amazonaws'],
    ['kms', 'com.amazonaws'],
    ['logs', 'com.amazonaws'],
    ['secretsmanager', 'com.amazonaws'],
    ['ssm', 'com.amazonaws'],
    ['ssmmessages', 'com.amazonaws'],
  ])('%s under %s', (service, prefix) => {
    expect(endpointServiceName(service, region)).toBe(`${prefix}.${region}.${service}`);
  });

  test('the gateway of S3 under com.amazonaws', () => {
    expect(s3GatewayName(region)).toBe(`com.amazonaws.${region}.s3`);
  });
});

test.each([
  ['eusc-de-east-1', 'eu.amazonaws.eusc-de-east-1.ecr.api'],
  ['us-iso-east-1', 'gov.ic.c2s.us-iso-east-1.ecr.api'],
  ['us-isob-west-1', 'gov.sgov.sc2s.us-isob-west-1.ecr.api'],
  ['us-isof-south-1', 'gov.ic.hci.csp.us-isof-south-1.ecr.api'],
  ['eu-isoe-west-1', 'uk.adc-e.cloud.eu-isoe-west-1.ecr.api'],
])('in %s ECR has a name of its own', (region, name) => {
  expect(endpointServiceName('ecr.api', region)).toBe(name);
});

test.each([
  ['us-east-1', false],
  ['il-central-1', false],
  ['ca-west-1', true],
  ['mx-central-1', true],
])('whether tasks in %s call ECS from within the VPC: %s', (region, calls) => {
  expect(fargateTasksCallEcs(region)).toBe(calls);
});
