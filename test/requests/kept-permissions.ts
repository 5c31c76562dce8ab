/** Patterns of a runbook's list that no apply, change or destroy of an example needs, and why they are listed. */
export const KEPT: Readonly<Record<string, string>> = {
  'ec2:*Address*': 'A VPC with NAT gateways, which no example creates.',
  'ec2:*InternetGateway*': 'A VPC with public subnets, which no example creates.',
  'ec2:*NatGateway*': 'A VPC with NAT gateways, which no example creates.',
  'ecr:*ImageScanningConfiguration': 'A change of scan_on_push.',
  'iam:CreateServiceLinkedRole': 'An account that never ran ECS.',
  'kms:DescribeKey': 'AWS checks a key of the customer with the rights of the caller.',
  'kms:Encrypt': 'As DescribeKey.',
  'logs:DeleteRetentionPolicy': 'A retention that changes to 0, for ever.',
  's3:DeleteObject': 'The state is in the folder here.',
  's3:GetObject': 'As DeleteObject.',
  's3:ListBucket': 'As DeleteObject.',
  's3:PutObject': 'As DeleteObject.',
  'secretsmanager:UpdateSecret': 'A key of the customer that changes.',
  'secretsmanager:UpdateSecretVersionStage': 'The version of a secret is deleted.',
  'ssm:GetParameters': 'EC2 reads the parameter of the image with the rights of the caller.',
};
