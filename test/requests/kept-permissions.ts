/** Cloud Map keeps a namespace's names in a hosted zone, and asks for these with the rights of the caller. */
const BY_CLOUD_MAP =
  'AWS Cloud Map API permissions reference: of the operations on namespaces, services and instances.';

/** Patterns of a runbook's list that no apply, change or destroy of an example needs, and why they are listed. */
export const KEPT: Readonly<Record<string, string>> = {
  'ec2:*Address*': 'NAT gateways whose addresses are created: those of the example exist.',
  'ec2:DescribeRegions': BY_CLOUD_MAP,
  'ecr:*ImageScanningConfiguration': 'A change of scan_on_push.',
  'ecr:PutImageTagMutability': 'A change of image_tag_mutability.',
  'iam:CreateServiceLinkedRole': 'An account that never ran ECS.',
  'iam:DeleteRolePermissionsBoundary': 'A boundary that is removed from the stack file.',
  'kms:DescribeKey': 'AWS checks a key of the customer with the rights of the caller.',
  'kms:Encrypt': 'As DescribeKey.',
  'logs:DeleteRetentionPolicy': 'A retention that changes to 0, for ever.',
  'route53:ChangeResourceRecordSets': BY_CLOUD_MAP,
  'route53:CreateHostedZone': BY_CLOUD_MAP,
  'route53:DeleteHealthCheck': BY_CLOUD_MAP,
  'route53:DeleteHostedZone': BY_CLOUD_MAP,
  'route53:GetHealthCheck': BY_CLOUD_MAP,
  'route53:GetHostedZone': BY_CLOUD_MAP,
  'route53:ListHostedZonesByName': BY_CLOUD_MAP,
  'route53:UpdateHealthCheck': BY_CLOUD_MAP,
  's3:DeleteObject': 'The state is in the folder here.',
  's3:GetObject': 'As DeleteObject.',
  's3:ListBucket': 'As DeleteObject.',
  's3:PutObject': 'As DeleteObject.',
  'secretsmanager:UpdateSecret': 'A key of the customer that changes.',
  'secretsmanager:UpdateSecretVersionStage': 'The version of a secret is deleted.',
  'servicediscovery:DeregisterInstance': 'Tasks that are still registered when the stack is destroyed: none runs here.',
  'ssm:GetParameters': 'EC2 reads the parameter of the image with the rights of the caller.',
};
