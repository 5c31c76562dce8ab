import { refusalOf } from '../../helpers/refusals';
import { REQUIRED, reportOn } from '../../helpers/stack-files';
import { stackOf } from '../../helpers/synthesized';

const MEMBERS = Object.getOwnPropertyNames(Object.prototype).filter((name) => name !== '__proto__');

test.each(MEMBERS)('an output cannot be called %s, which CDKTF would take for one that it has', (name) => {
  expect(refusalOf({ outputs: { [name]: 'region' } })).toContain('must be a name in Terraform');
});

test('neither an environment nor a worker can be called constructor', () => {
  expect(reportOn({ 'constructor.yaml': REQUIRED })).toContain('and not constructor');
  expect(refusalOf({ workers: { constructor: {} } })).toContain('and not constructor');
});

test('other names of the user’s may be any of these', () => {
  const named = <Value>(value: Value) => Object.fromEntries(MEMBERS.map((name) => [name, value]));
  const stack = stackOf({
    worker: {
      environment: named('x'),
      docker_labels: named('x'),
      sidecars: { constructor: { image: 'a:1' }, toString: { image: 'b:1', depends_on: { constructor: 'START' } } },
      volumes: { valueOf: { container_path: '/a' } },
    },
    prefect: { settings: { PREFECT_X: 'y' } },
    service: { schedule: { constructor: { schedule: 'rate(1 day)', min: 1 } } },
    flow_runs: {
      environment: named('x'),
      labels: { constructor: 'x' },
      docker_labels: named('x'),
      attributes: { constructor: 'x' },
      secrets: { hasOwn: { secret_name: 'a' } },
    },
    tags: { constructor: 'x', valueOf: 'y' },
  });
  expect(JSON.stringify(stack)).toContain('propertyIsEnumerable');
});
