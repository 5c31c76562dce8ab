import { fault, secretReference, valueOfKey } from '../../src/doctor/secret-value';

test.each([
  ['pnu_A1b2C3', undefined],
  ['admin:pass word', undefined],
  ['', 'is empty'],
  ['pnu_A1b2C3\n', 'has a line break'],
  ['pnu_A1b2C3 ', 'begins or ends with a space'],
  ['pnu_Ä', 'has a character that no HTTP header takes'],
])('%j %s', (value, expected) => {
  expect(fault(value)).toBe(expected);
});

const ARN = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:team/prefect-AbC123';

test.each([
  [ARN, { kind: 'secret', id: ARN }],
  [`${ARN}:api_key::`, { kind: 'secret', id: ARN, jsonKey: 'api_key' }],
  [`${ARN}:::7b1e`, { kind: 'secret', id: ARN, version: '7b1e' }],
  [
    'arn:aws:ssm:us-east-1:111122223333:parameter/team/key',
    { kind: 'parameter', id: 'arn:aws:ssm:us-east-1:111122223333:parameter/team/key' },
  ],
  ['team-key', { kind: 'parameter', id: 'team-key' }],
])('%s is read from where ECS reads it', (valueFrom, reference) => {
  expect(secretReference(valueFrom)).toEqual(reference);
});

test.each([
  ['{"api_key":"x"}', 'x'],
  ['{"other":"x"}', undefined],
  ['x', undefined],
  ['null', undefined],
])('the key api_key of %s', (text, value) => {
  expect(valueOfKey(text, 'api_key')).toBe(value);
});
