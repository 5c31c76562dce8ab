import type { OrFound, SecretSource } from '../values/aws-fields';

/** One word for a POSIX shell. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_./:@=+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** What a parameter holds, as a shell finds it. */
export function parameterInShell(name: string, region: string): string {
  return `$(aws ssm get-parameter --region ${region} --name ${shellWord(name)} --query Parameter.Value --output text)`;
}

/** A name as one word, or the command that finds it. */
export function nameInShell(
  given: string | { readonly ssmParameter?: string },
  region: string,
  nameOf = (text: string) => text,
): string {
  return typeof given === 'string'
    ? shellWord(nameOf(given))
    : `"${parameterInShell(given.ssmParameter ?? '', region)}"`;
}

/**
 * The URL of the API of a workspace of Prefect Cloud, as its client finds it, with the key in PREFECT_API_KEY; curl
 * reads the header from its input, so that no list of processes shows the key. Source: client/cloud.py, read_workspaces.
 */
export function workspaceUrlInShell(handle: string): string {
  const url = 'https://api.prefect.cloud/api/accounts/{account_id}/workspaces/{workspace_id}';
  const script = `import json, sys; print(*("${url}".format(**one) for one in json.load(sys.stdin) if sys.argv[1] == one["account_handle"] + "/" + one["workspace_handle"]))`;
  return `$(printf 'Authorization: Bearer %s' "$PREFECT_API_KEY" | curl -fsS -H @- https://api.prefect.cloud/api/me/workspaces | python3 -c '${script}' ${shellWord(handle)})`;
}

type LookUp = Exclude<OrFound, string>;

/** The id of the VPC, as a shell finds it. */
export function vpcInShell({ tags, ssmParameter }: LookUp, region: string): string {
  return tags
    ? `$(aws ec2 describe-vpcs --region ${region} --filters ${filters(tags)} --query 'Vpcs[0].VpcId' --output text)`
    : parameterInShell(ssmParameter ?? '', region);
}

/** The ids of the subnets of the VPC `$vpc`, with spaces between them, as a shell finds them. */
export function subnetsInShell({ tags, ssmParameter }: LookUp, region: string): string {
  return tags
    ? `$(aws ec2 describe-subnets --region ${region} --filters Name=vpc-id,Values=$vpc ${filters(tags)} --query 'Subnets[].SubnetId' --output text)`
    : `$(echo "${parameterInShell(ssmParameter ?? '', region)}" | tr ',' ' ')`;
}

/** What a secret holds, as a shell reads it; whoever runs this sees the secret. */
export function secretInShell({ secretArn, secretName, ssmParameter, jsonKey }: SecretSource, region: string): string {
  if (ssmParameter !== undefined) {
    return `$(aws ssm get-parameter --region ${region} --with-decryption --name ${shellWord(ssmParameter)} --query Parameter.Value --output text)`;
  }
  const secret = shellWord(secretArn ?? secretName ?? '');
  const value = `aws secretsmanager get-secret-value --region ${region} --secret-id ${secret} --query SecretString --output text`;
  if (jsonKey === undefined) return `$(${value})`;
  return `$(${value} | python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' ${shellWord(jsonKey)})`;
}

function filters(tags: Readonly<Record<string, string>>): string {
  return Object.entries(tags)
    .map(([key, value]) => shellWord(`Name=tag:${key},Values=${value}`))
    .join(' ');
}
