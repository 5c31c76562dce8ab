import { CREATED_BEFORE_DESTROYED, DESTROYED_FIRST } from '../../src/terraform/replacement-order';
import { EVERY_OPTION } from '../helpers/every-option';
import { environmentOf } from '../helpers/stack-files';
import { addressesOf, type Block, makeAll, resourceAt, stackOf, type Terraform } from '../helpers/synthesized';
import { VARIANTS } from '../helpers/variants';

const FIELDS: readonly object[] = [...Object.values(VARIANTS), ...Object.values(EVERY_OPTION)];
/** Of which the stack is ours alone. */
const HARDENED = FIELDS.filter(
  (fields) => !('terraform' in fields) && !('preset' in fields && fields.preset === 'reference'),
);

describe('what is in use', () => {
  beforeAll(() => makeAll(FIELDS.map((fields) => environmentOf(fields))));

  test('is of a type of which is known in which order it is replaced', () => {
    const types = new Set(FIELDS.flatMap((fields) => resourcesOf(stackOf(fields)).map(typeOf)));
    const unknown = [...types].filter((type) => !CREATED_BEFORE_DESTROYED.has(type) && !(type in DESTROYED_FIRST));
    expect(unknown).toEqual([]);
    expect(types.size).toBeGreaterThan(40);
  });

  test('is never of both kinds', () => {
    expect(Object.keys(DESTROYED_FIRST).filter((type) => CREATED_BEFORE_DESTROYED.has(type))).toEqual([]);
  });

  test('is replaced before it is deleted', () => {
    const late = HARDENED.flatMap((fields) => {
      const stack = stackOf(fields);
      return resourcesOf(stack)
        .filter((address) => CREATED_BEFORE_DESTROYED.has(typeOf(address)))
        .filter((address) => !isCreatedFirst(stack, address));
    });
    expect(late).toEqual([]);
  });

  // Terraform has whatever such a resource depends on created first too, whether AWS takes two of it or not.
  test('depends on nothing that has to be deleted first', () => {
    const forced = HARDENED.flatMap((fields) => {
      const stack = stackOf(fields);
      return resourcesOf(stack)
        .filter((address) => isCreatedFirst(stack, address))
        .flatMap((address) =>
          dependenciesOf(stack, address)
            .filter((dependency) => typeOf(dependency) in DESTROYED_FIRST)
            .map((dependency) => `${address} depends on ${dependency}`),
        );
    });
    expect(forced).toEqual([]);
  });

  test('is replaced as the reference module replaces it in its preset', () => {
    const stack = stackOf({ preset: 'reference' });
    expect(resourcesOf(stack).filter((address) => isCreatedFirst(stack, address))).toEqual([]);
  });

  test('keeps the rest of its lifecycle', () => {
    const stack = stackOf({ capacity: { type: 'ec2' } });
    expect(resourceAt(stack, 'aws_autoscaling_group.prefect_worker_instances_group')['lifecycle']).toEqual({
      create_before_destroy: true,
      ignore_changes: ['desired_capacity'],
    });
  });
});

function resourcesOf(stack: Terraform): string[] {
  return addressesOf(stack).filter((address) => !address.startsWith('data.'));
}

function typeOf(address: string): string {
  return address.split('.')[0] as string;
}

function isCreatedFirst(stack: Terraform, address: string): boolean {
  const { create_before_destroy: first } = (resourceAt(stack, address)['lifecycle'] ?? {}) as Block;
  return first === true;
}

/** What a resource names, and what locals that it names do. */
function dependenciesOf(stack: Terraform, address: string): string[] {
  const locals = (stack.locals ?? {}) as Readonly<Record<string, unknown>>;
  const withLocals = (text: string, seen: readonly string[]): string =>
    [...text.matchAll(/\blocal\.(\w+)/g)]
      .map(([, name = '']) => name)
      .filter((name) => !seen.includes(name))
      .reduce((all, name) => all + withLocals(JSON.stringify(locals[name] ?? ''), [...seen, name]), text);
  const text = withLocals(JSON.stringify(resourceAt(stack, address)), []);
  return resourcesOf(stack).filter((other) => other !== address && new RegExp(`\\b${other}\\b`).test(text));
}
