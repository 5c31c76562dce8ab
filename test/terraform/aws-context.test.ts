import { AwsContext } from '../../src/terraform/aws-context';
import { addressesOf, inStack } from '../helpers/synthesized';

const PARTITION = '${data.aws_partition.current.partition}';
const REGION = '${data.aws_region.current.id}';
const ACCOUNT = '${data.aws_caller_identity.current.account_id}';

/** What a text that is made of the context resolves to, and what AWS is asked for it. */
function resolved(text: (aws: AwsContext) => string) {
  const terraform = inStack((scope, show) => show('it', text(new AwsContext(scope, 'aws'))));
  return { text: terraform.output['it']?.['value'], asked: addressesOf(terraform) };
}

test('asks AWS for nothing while nothing is used', () => {
  expect(addressesOf(inStack((scope) => new AwsContext(scope, 'aws')))).toEqual([]);
});

test('asks AWS once, however often something is used', () => {
  expect(resolved((aws) => `${aws.region} ${aws.region}`)).toEqual({
    text: `${REGION} ${REGION}`,
    asked: ['data.aws_region.current'],
  });
});

test.each<[string, (aws: AwsContext) => string, string]>([
  ['an ARN', (aws) => aws.arn('ecs', 'cluster/x'), `arn:${PARTITION}:ecs:${REGION}:${ACCOUNT}:cluster/x`],
  ['an ARN of IAM, which has no regions', (aws) => aws.iamArn('role/x'), `arn:${PARTITION}:iam::${ACCOUNT}:role/x`],
  [
    "the ARN of a policy of AWS's own",
    (aws) => aws.managedPolicyArn('service-role/X'),
    `arn:${PARTITION}:iam::aws:policy/service-role/X`,
  ],
])('%s is built from what a plan knows', (_, arn, text) => {
  expect(resolved(arn).text).toBe(text);
});
