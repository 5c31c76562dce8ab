import type { Path } from '../path';
import { partitionOf, partitionOfArn } from '../regions';
import { fieldsAt } from '../schema-fields';
import { each, type Rule, when } from './rule';

/** What is the user's own Terraform is not ours to judge; tags are text. */
const FREE = ['overrides', 'terraform', 'outputs', 'tags'];

const onePartition: Rule = (environment) => {
  const { region } = environment;
  const partition = partitionOf(region);
  const fields = fieldsAt([]).filter((field) => !FREE.includes(field));
  return each(fields, (field) =>
    arnsIn(environment.given([field]), [field]).flatMap(([path, arn]) =>
      when(
        ![partition, '*'].includes(partitionOfArn(arn)),
        path,
        `must be an ARN of the partition ${partition}, which region ${region} belongs to`,
      ),
    ),
  );
};

function arnsIn(value: unknown, path: Path): [Path, string][] {
  if (typeof value === 'string') return value.startsWith('arn:') ? [[path, value]] : [];
  if (Array.isArray(value)) return value.flatMap((part, index) => arnsIn(part, [...path, index]));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, part]) => arnsIn(part, [...path, key]));
}

export const PARTITION_RULES: readonly Rule[] = [onePartition];
