import { containerDefinition } from '../../../../src/features/container/resources/container-definition';

const LOG = { logDriver: 'awslogs', options: { 'awslogs-group': 'group' } };
const HEALTH = { command: ['CMD', 'true'] };

test('a container says nothing that nobody asked for', () => {
  const said = Object.entries(containerDefinition({ name: 'a' })).filter(([, value]) => value !== undefined);
  expect(said).toEqual([['name', 'a']]);
});

describe('attributes', () => {
  test('are merged deeply, and last', () => {
    const attributes = {
      logConfiguration: { options: { mode: 'non-blocking' } },
      linuxParameters: { maxSwap: 1 },
      user: '1',
    };
    expect(
      containerDefinition({ logConfiguration: LOG, initProcessEnabled: true, user: '0', attributes }),
    ).toMatchObject({
      logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': 'group', mode: 'non-blocking' } },
      linuxParameters: { initProcessEnabled: true, maxSwap: 1 },
      user: '1',
    });
  });

  test('remove what they set to null, at any depth, whatever has it', () => {
    const attributes = {
      healthCheck: null,
      logConfiguration: { options: { 'awslogs-group': null } },
      linuxParameters: { maxSwap: null },
      command: null,
      secrets: [{ name: 'A', valueFrom: 'b', extra: null }],
    };
    const definition = containerDefinition(
      { logConfiguration: LOG, healthCheck: HEALTH, attributes },
      { command: '{{ command }}', image: '{{ image }}' },
    );
    expect(definition).toMatchObject({ logConfiguration: { options: {} }, linuxParameters: {}, image: '{{ image }}' });
    expect(definition).not.toHaveProperty('healthCheck');
    expect(definition).not.toHaveProperty('command');
    expect(definition).not.toHaveProperty('linuxParameters.maxSwap');
    expect(definition['secrets']).toEqual([{ name: 'A', valueFrom: 'b' }]);
  });
});

test('a health check says what ECS would add', () => {
  expect(containerDefinition({ healthCheck: { ...HEALTH, interval: 10 } })['healthCheck']).toEqual({
    command: ['CMD', 'true'],
    interval: 10,
    timeout: 5,
    retries: 3,
  });
});
