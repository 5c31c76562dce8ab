import { overlap } from './replacing-attributes';

/**
 * The attributes by which AWS tells two things of a type apart, of each type that Terraform also replaces for another
 * attribute, and creates before the old one is deleted: AWS refuses the new one then, for the name is taken.
 */
const TOLD_APART_BY: Readonly<Record<string, readonly string[]>> = {
  aws_cloudwatch_log_group: ['name', 'name_prefix'],
  aws_ecr_repository: ['name'],
  aws_ecs_capacity_provider: ['name'],
  aws_iam_instance_profile: ['name', 'name_prefix'],
  aws_iam_policy: ['name', 'name_prefix'],
  aws_iam_role: ['name', 'name_prefix'],
  aws_service_discovery_service: ['name', 'dns_config.namespace_id'],
};

/**
 * Whether AWS refuses the successor of a resource that is replaced.
 * @param changed what changes of it, without indexes: `dns_config.dns_records.type`.
 */
export function isNameTaken(type: string, changed: readonly string[]): boolean {
  const toldApartBy = TOLD_APART_BY[type];
  return toldApartBy !== undefined && !changed.some((path) => toldApartBy.some((one) => overlap(path, one)));
}
