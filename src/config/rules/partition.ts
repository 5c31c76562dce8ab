import { snakeCase } from '../fields';
import type { Path } from '../path';
import { partitionOf, partitionOfArn } from '../regions';
import type { Finding, ConfigRule as Rule } from './rule';

/** What is the user's own Terraform is not ours to judge; tags are text. */
const FREE = ['overrides', 'terraform', 'outputs', 'tags'];

const onePartition: Rule = (config) => {
  const { region, ...fields } = config;
  const partition = partitionOf(region);
  const arns = Object.entries(fields).flatMap(([field, value]) =>
    FREE.includes(field) ? [] : arnsIn(value, [snakeCase(field)]),
  );
  return arns.flatMap(([path, arn]): Finding[] =>
    [partition, '*'].includes(partitionOfArn(arn))
      ? []
      : [{ path, message: `must be an ARN of the partition ${partition}, which region ${region} belongs to` }],
  );
};

function arnsIn(value: unknown, path: Path): [Path, string][] {
  if (typeof value === 'string') return value.startsWith('arn:') ? [[path, value]] : [];
  if (Array.isArray(value)) return value.flatMap((part, index) => arnsIn(part, [...path, index]));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, part]) => arnsIn(part, [...path, snakeCase(key)]));
}

export const PARTITION_RULES: readonly Rule[] = [onePartition];
