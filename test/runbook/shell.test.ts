import {
  nameInShell,
  parameterInShell,
  secretInShell,
  shellWord,
  subnetsInShell,
  vpcInShell,
  workspaceUrlInShell,
} from '../../src/runbook/shell';

const HOSTILE = "it's $(id) `id`";
const AS_WORD = "'it'\\''s $(id) `id`'";
const REGION = 'eu-west-1';

test.each([
  ['my-cluster_1', 'my-cluster_1'],
  ['arn:aws:iam::1:role/a@b=c+d,e.f', 'arn:aws:iam::1:role/a@b=c+d,e.f'],
  ['', "''"],
  ['a b', "'a b'"],
  ['$HOME', "'$HOME'"],
  ['a$', "'a$'"],
  ['a\nb', "'a\nb'"],
  [HOSTILE, AS_WORD],
  ["''", "''\\'''\\'''"],
])('%j is the one word %s', (text, word) => {
  expect(shellWord(text)).toBe(word);
});

test('a parameter is read by its name', () => {
  expect(parameterInShell('/a b', REGION)).toBe(
    "$(aws ssm get-parameter --region eu-west-1 --name '/a b' --query Parameter.Value --output text)",
  );
});

test('a name is one word, or the command that finds it, in quotes', () => {
  expect(nameInShell('a b', REGION)).toBe("'a b'");
  expect(nameInShell('arn/a b', REGION, (arn) => arn.replace('arn/', ''))).toBe("'a b'");
  expect(nameInShell({ ssmParameter: '/a' }, REGION)).toBe(
    '"$(aws ssm get-parameter --region eu-west-1 --name /a --query Parameter.Value --output text)"',
  );
});

test('the URL of a workspace is found by its handle, and no list of processes has the key', () => {
  expect(workspaceUrlInShell(HOSTILE)).toBe(
    `$(printf 'Authorization: Bearer %s' "$PREFECT_API_KEY" | curl -fsS -H @- https://api.prefect.cloud/api/me/workspaces | python3 -c 'import json, sys; print(*("https://api.prefect.cloud/api/accounts/{account_id}/workspaces/{workspace_id}".format(**one) for one in json.load(sys.stdin) if sys.argv[1] == one["account_handle"] + "/" + one["workspace_handle"]))' ${AS_WORD})`,
  );
});

test('VPC and subnets are found by all their tags, each a word', () => {
  const found = { tags: { team: 'data', note: HOSTILE } };
  const filters = "Name=tag:team,Values=data 'Name=tag:note,Values=it'\\''s $(id) `id`'";
  expect(vpcInShell(found, REGION)).toBe(
    `$(aws ec2 describe-vpcs --region eu-west-1 --filters ${filters} --query 'Vpcs[0].VpcId' --output text)`,
  );
  expect(subnetsInShell(found, REGION)).toBe(
    `$(aws ec2 describe-subnets --region eu-west-1 --filters Name=vpc-id,Values=$vpc ${filters} --query 'Subnets[].SubnetId' --output text)`,
  );
});

test('VPC and subnets are found by a parameter, in which commas are between the subnets', () => {
  const value = parameterInShell('/a', REGION);
  expect(vpcInShell({ ssmParameter: '/a' }, REGION)).toBe(value);
  expect(subnetsInShell({ ssmParameter: '/a' }, REGION)).toBe(`$(echo "${value}" | tr ',' ' ')`);
});

test.each([
  [
    'a parameter, decrypted',
    { ssmParameter: HOSTILE },
    `$(aws ssm get-parameter --region eu-west-1 --with-decryption --name ${AS_WORD} --query Parameter.Value --output text)`,
  ],
  [
    'its name',
    { secretName: HOSTILE },
    `$(aws secretsmanager get-secret-value --region eu-west-1 --secret-id ${AS_WORD} --query SecretString --output text)`,
  ],
  [
    'its ARN and a key of its JSON',
    { secretArn: 'arn:aws:secretsmanager:eu-west-1:1:secret:a-AbC123', jsonKey: HOSTILE },
    `$(aws secretsmanager get-secret-value --region eu-west-1 --secret-id arn:aws:secretsmanager:eu-west-1:1:secret:a-AbC123 --query SecretString --output text | python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' ${AS_WORD})`,
  ],
])('a secret is read by %s', (_, source, command) => {
  expect(secretInShell(source, REGION)).toBe(command);
});
