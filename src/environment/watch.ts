import type { Path } from '../stack-file/path';
import { camelCase } from '../values/fields';
import type { Environment } from './environment';
import { type Source, sourcesOf } from './sources';

/** Whether what is being checked has read a value that depends on a broken field. */
let touchesBroken = false;

/** What `check` finds, unless it read a value that depends on a broken field. */
export function unlessBroken<Finding>(check: () => readonly Finding[]): readonly Finding[] {
  const before = touchesBroken;
  touchesBroken = false;
  const findings = check();
  const isSound = !touchesBroken;
  touchesBroken = before;
  return isSound ? findings : [];
}

/** `read`, once for each Environment, or part of one; whoever asks again touches the same broken fields. */
export function readOnce<Of extends object, Value>(read: (of: Of) => Value): (of: Of) => Value {
  const known = new WeakMap<Of, { readonly value: Value; readonly isBroken: boolean }>();
  return (of) => {
    let before = known.get(of);
    if (before === undefined) {
      const touched = touchesBroken;
      touchesBroken = false;
      before = { value: read(of), isBroken: touchesBroken };
      touchesBroken = touched;
      known.set(of, before);
    }
    touchesBroken ||= before.isBroken;
    return before.value;
  };
}

/** The Environment of a stack file with broken fields, which are resolved as if they were left out. */
export function watched(environment: Environment, broken: readonly Path[]): Environment {
  const paths = broken.map(normalized);
  const proxies = new WeakMap<object, object>();
  const isBrokenWhere = (path: Path, decides: (broken: Path, source: Source) => boolean) => {
    const sources = sourcesOf(path);
    return paths.some((one) => sources.some((source) => decides(one, source)));
  };

  function watch<Value extends object>(value: Value, path: Path): Value {
    // Rules read the same values again and again.
    const isBroken = new Map<string, boolean>();
    const read = (key: string | symbol) => {
      if (typeof key !== 'string' || touchesBroken) return;
      touchesBroken = isBroken.get(key) ?? isBrokenWhere([...path, camelCase(key)], decidesValue);
      isBroken.set(key, touchesBroken);
    };
    let isListBroken: boolean | undefined;
    const list = () => {
      if (touchesBroken) return;
      isListBroken ??= isBrokenWhere(path, decidesKeys);
      touchesBroken = isListBroken;
    };
    const proxy = new Proxy(value, {
      get(target, key, receiver) {
        const child = Reflect.get(target, key, receiver);
        if (!Array.isArray(target)) read(key);
        if (!isPlain(child)) return child;
        return proxies.get(child) ?? watch(child, Array.isArray(target) ? path : [...path, camelCase(String(key))]);
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
  const fileValue = (path: Path) => {
    const read = normalized(path);
    touchesBroken ||= paths.some((one) => isWithin(read, one) || isWithin(one, read));
    return environment.fileValue(path);
  };
  return watch({ ...environment, fileValue }, []);
}

/** Whether a broken field decides the value that is read of a source. */
function decidesValue(broken: Path, { path, withAllBelow }: Source): boolean {
  return isWithin(path, broken) || (withAllBelow && isWithin(broken, path));
}

/** Whether it decides which keys, or how many members, the value has. */
function decidesKeys(broken: Path, source: Source): boolean {
  return decidesValue(broken, source) || (isWithin(broken, source.path) && broken.length === source.path.length + 1);
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
