import { ejected } from '../../src/commands/eject';
import { environmentOf } from '../helpers/stack-files';

test('an ejected folder says nothing of a stack file', () => {
  const statement = { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::lake/*'] };
  const files = ejected(
    environmentOf({
      ...{ vpc_id: { tags: { Name: 'data' } }, worker_subnets: { ssm_parameter: '/net/subnets' } },
      roles: { task: { statements: [statement], policies: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'] } },
      cluster: { existing: 'data' },
      outputs: { cluster: 'cluster_arn' },
      terraform: { resource: { aws_sns_topic: { alerts: { name: 'alerts' } } } },
    }),
  );
  const text = [...files.values()].join('');
  expect(text.match(/.*stack file.*/g)).toBeNull();
  expect(files.get('iam.tf')).toContain('# Further statements. Created only');
  expect(files.get('data.tf')).toContain('# Existing VPC\n');
});
