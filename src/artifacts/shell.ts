import type { OrFound } from '../config/aws-fields';

/** One word for a POSIX shell. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_./:@=+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** What a parameter holds, as a shell finds it. */
export function parameterInShell(name: string, region: string): string {
  return `$(aws ssm get-parameter --region ${region} --name ${shellWord(name)} --query Parameter.Value --output text)`;
}

type LookUp = Exclude<OrFound, string>;

/** The id of the VPC, as a shell finds it. */
export function vpcInShell({ tags, ssmParameter }: LookUp, region: string): string {
  return tags
    ? `$(aws ec2 describe-vpcs --region ${region} --filters ${filters(tags)} --query 'Vpcs[0].VpcId' --output text)`
    : parameterInShell(ssmParameter ?? '', region);
}

/** The ids of the subnets, with spaces between them, as a shell finds them. */
export function subnetsInShell({ tags, ssmParameter }: LookUp, region: string): string {
  return tags
    ? `$(aws ec2 describe-subnets --region ${region} --filters ${filters(tags)} --query 'Subnets[].SubnetId' --output text)`
    : `$(echo "${parameterInShell(ssmParameter ?? '', region)}" | tr ',' ' ')`;
}

function filters(tags: Readonly<Record<string, string>>): string {
  return Object.entries(tags)
    .map(([key, value]) => shellWord(`Name=tag:${key},Values=${value}`))
    .join(' ');
}
