import type { Environment } from '../../environment/environment';
import { type Item, nameOf, when } from '../../inventory/item';

export function instances(environment: Environment): readonly Item[] {
  const { instances: created } = environment;
  if (created === undefined) return [];
  return [
    {
      address: 'aws_ecs_capacity_provider.prefect_worker_instances',
      purpose: 'Capacity provider that starts and stops instances as tasks need them',
      name: nameOf(environment, 'capacityProvider'),
    },
    {
      address: 'aws_autoscaling_group.prefect_worker_instances_group',
      purpose: 'Auto Scaling group of the instances',
      name: nameOf(environment, 'instances'),
    },
    {
      address: 'aws_launch_template.prefect_worker_instances_template',
      purpose: 'Launch template of the instances',
      name: nameOf(environment, 'instances'),
      ownKey: created.kmsKey !== undefined,
    },
    {
      address: 'aws_iam_role.prefect_worker_instance_role',
      purpose: 'Role of the instances',
      name: nameOf(environment, 'instanceRole'),
    },
    {
      address: 'aws_iam_instance_profile.prefect_worker_instance_profile',
      purpose: 'Instance profile that gives the instances their role',
      name: nameOf(environment, 'instanceRole'),
    },
    {
      address: 'aws_iam_role_policy_attachment.prefect_worker_instance_role_ecs',
      purpose: 'Allows the instances to join the cluster: AmazonEC2ContainerServiceforEC2Role',
    },
    ...when(created.sessionManager, {
      address: 'aws_iam_role_policy_attachment.prefect_worker_instance_role_ssm',
      purpose: 'Allows shell sessions on the instances: AmazonSSMManagedInstanceCore',
    }),
    ...created.policies.map((_, index) => ({
      address: `aws_iam_role_policy_attachment.prefect_worker_instance_role_policy_${index + 1}`,
      purpose: 'Policy of capacity.ec2.policies for the instances',
    })),
  ];
}
