import type { Fields } from '../init/answers';
import { isMap } from '../stack-file/is-map';

export function withoutEmpty(fields: Fields): Fields {
  const entries = Object.entries(fields).flatMap(([name, value]): [string, unknown][] => {
    if (value === undefined || (Array.isArray(value) && value.length === 0)) return [];
    if (!isMap(value)) return [[name, value]];
    const inner = WITH_EMPTY[name]?.(value) ?? withoutEmpty(value);
    return Object.keys(inner).length === 0 ? [] : [[name, inner]];
  });
  return Object.fromEntries(entries);
}

/** Mappings in which an empty one means something: a volume of the task, and what ECS keeps as a list with nothing in it. */
const WITH_EMPTY: Readonly<Record<string, (fields: Fields) => Fields>> = {
  volumes: (volumes) =>
    Object.fromEntries(Object.entries(volumes).map(([name, volume]) => [name, withoutEmpty(volume as Fields)])),
  attributes: (attributes) => attributes,
};
