import { environmentOf, reportOnFields } from '../../helpers/stack-files';

describe.each<[string, string, (container: object) => object]>([
  ['the worker', 'worker', (worker) => ({ worker })],
  ['flow runs', 'flow_runs', (flow_runs) => ({ flow_runs })],
  [
    'a sidecar',
    'worker.sidecars.a',
    (sidecar) => ({ worker: { sidecars: { a: { image: 'example.com/a:1', ...sidecar } } } }),
  ],
])('attributes of %s', (_, path, fieldsOf) => {
  test.each<[string, object]>([
    ['linuxParameters.sharedMemorySize', { linuxParameters: { sharedMemorySize: 256 } }],
    ['linuxParameters.devices', { linuxParameters: { devices: [{ hostPath: '/dev/fuse' }] } }],
    ['linuxParameters.swappiness', { linuxParameters: { swappiness: 0 } }],
    ['privileged', { privileged: true }],
    ['dnsServers', { dnsServers: ['10.0.0.2'] }],
    ['hostname', { hostname: 'worker' }],
    ['linuxParameters.capabilities.add', { linuxParameters: { capabilities: { add: ['SYS_PTRACE', 'NET_ADMIN'] } } }],
    ['extraHosts', { extraHosts: [{ hostname: 'a', ipAddress: '10.0.0.1' }] }],
  ])('fail on %s', (attribute, attributes) => {
    const report = reportOnFields(fieldsOf({ attributes }));
    expect(report).toContain(`${path}.attributes.${attribute}`);
    expect(report).toMatch(/is not available|can add only/);
  });

  test('must have one port for host and container', () => {
    const report = reportOnFields(
      fieldsOf({
        attributes: {
          portMappings: [
            { containerPort: 80, hostPort: 80 },
            { containerPort: 80, hostPort: 8080 },
          ],
        },
      }),
    );
    expect(report).toContain(`${path}.attributes.portMappings[1].hostPort`);
    expect(report).not.toContain('portMappings[0]');
  });

  test.each([
    ['Memory', 'memory'],
    ['stop_timeout', 'stopTimeout'],
    ['workDirectory', 'workingDirectory'],
  ])('warn of %s, which AWS calls %s', (given, meant) => {
    const { warnings } = environmentOf(fieldsOf({ attributes: { [given]: 1 } }));
    expect(warnings).toMatchObject([
      { warning: 'unknown-attribute', path: `${path}.attributes.${given}`, hint: `did you mean ${meant}?` },
    ]);
  });

  test('may set what Fargate takes, and remove the rest', () => {
    const attributes = {
      linuxParameters: { initProcessEnabled: true, swappiness: null },
      hostname: null,
      systemControls: [],
    };
    expect(() => environmentOf(fieldsOf({ attributes }))).not.toThrow();
  });
});

test('on instances a container may have devices and shared memory, but no name of its own', () => {
  const attributes = { linuxParameters: { sharedMemorySize: 256, devices: [] }, privileged: true };
  expect(environmentOf({ capacity: { type: 'ec2' }, worker: { attributes } }).worker.attributes).toEqual(attributes);
  expect(reportOnFields({ capacity: { type: 'ec2' }, worker: { attributes: { hostname: 'a' } } })).toContain('awsvpc');
});
