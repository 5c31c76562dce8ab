import type { Path } from '../stack-file/path';
import { camelCase } from '../values/fields';
import type { Environment } from './environment';
import { sourcesOf } from './sources';

let touchesBroken = false;

/** What `check` finds, unless it read a value that depends on a broken field. */
export function heard<Finding>(check: () => readonly Finding[]): readonly Finding[] {
  const before = touchesBroken;
  touchesBroken = false;
  const findings = check();
  const isHeard = !touchesBroken;
  touchesBroken = before;
  return isHeard ? findings : [];
}

const all = new WeakSet<Environment>();

/** Whether an Environment is one of {@link watched}. */
export function isWatched(environment: Environment): boolean {
  return all.has(environment);
}

/** The Environment of a stack file with broken fields, which are resolved as if they were left out. */
export function watched(environment: Environment, broken: readonly Path[]): Environment {
  const paths = broken.map(normalized);
  const proxies = new WeakMap<object, object>();

  function watch<Value extends object>(value: Value, path: Path): Value {
    const known = proxies.get(value);
    if (known !== undefined) return known as Value;
    const read = (key: string | symbol) => {
      if (typeof key === 'string')
        touchesBroken ||= paths.some((one) => decides(one, [...path, camelCase(key)], false));
    };
    const list = () => {
      touchesBroken ||= paths.some((one) => decides(one, path, true));
    };
    const proxy = new Proxy(value, {
      get(target, key, receiver) {
        const child = Reflect.get(target, key, receiver);
        if (Array.isArray(target)) return isPlain(child) ? watch(child, path) : child;
        read(key);
        return isPlain(child) ? watch(child, [...path, camelCase(String(key))]) : child;
      },
      has(target, key) {
        read(key);
        return Reflect.has(target, key);
      },
      ownKeys(target) {
        list();
        return Reflect.ownKeys(target);
      },
    });
    proxies.set(value, proxy);
    return proxy;
  }

  // That a file sets a field is so whatever it sets it to: only what it sets it to is watched.
  const given = (path: Path) => {
    const read = normalized(path);
    touchesBroken ||= paths.some((one) => isWithin(read, one) || isWithin(one, read));
    return environment.given(path);
  };
  const proxy = watch({ ...environment, given }, []);
  all.add(proxy);
  return proxy;
}

/** Whether a broken field decides what is read at `path`: the value, or, where it is listed, which keys it has. */
function decides(broken: Path, path: Path, isListed: boolean): boolean {
  return sourcesOf(path).some(
    (source) =>
      isWithin(source.path, broken) ||
      (source.withAllBelow && isWithin(broken, source.path)) ||
      (isListed && isWithin(broken, source.path) && broken.length === source.path.length + 1),
  );
}

function isWithin(path: Path, other: Path): boolean {
  return other.length <= path.length && other.every((part, at) => part === path[at]);
}

function normalized(path: Path): Path {
  return path.map((part) => camelCase(String(part)));
}

function isPlain(value: unknown): value is object {
  return (
    Array.isArray(value) ||
    (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype)
  );
}
