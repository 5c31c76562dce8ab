import { withoutOptionSecrets, withoutSecrets } from '../../src/problems/secret-texts';

const SHOWN = '(hidden: looks like a secret)';

describe('the value of an option that takes a secret is not shown', () => {
  test.each([
    ['in a line', 'prefect worker start --api-key hunter2secret', `prefect worker start --api-key ${SHOWN}`],
    ['with =', 'agent --auth-token=hunter2secret', `agent --auth-token=${SHOWN}`],
    ['in a list of JSON', '["agent","--db-password","hunter2secret"]', `["agent","--db-password","${SHOWN}"]`],
    ['in a list of YAML', '[agent, --secret, hunter2secret, --all]', `[agent, --secret, ${SHOWN}, --all]`],
  ])('%s', (_, text, shown) => {
    expect(withoutSecrets(text)).toBe(shown);
  });

  test.each([
    'docker login --username AWS --password-stdin 111122223333.dkr.ecr.us-east-1.amazonaws.com',
    'aws secretsmanager describe-secret --secret-id team/prefect',
    '[agent, --token, --all]',
    'agent --api-key $PREFECT_API_KEY',
    'agent --no-token',
  ])('other words stay: %s', (text) => {
    expect(withoutSecrets(text)).toBe(text);
  });
});

test('of the words of a command the one behind such an option is not shown', () => {
  const words = ['agent', '--api-key', 'hunter2secret', '--token', '$TOKEN', '--password', '--all', '--name', 'a'];
  expect(withoutOptionSecrets(words)).toEqual(words.map((word) => (word === 'hunter2secret' ? SHOWN : word)));
});
