import { reservedTagFault } from '../features/tags/reserved-tags';
import { isMap } from '../stack-file/is-map';
import type { FoundWorker } from './found-worker';
import { escaped, type Resource } from './resource';

type Tags = Readonly<Record<string, string>>;

export interface TagFields {
  /** What everything has that is taken over. */
  readonly common: Tags;
  /** Further tags of one resource, by its address in the stack. */
  readonly further: Readonly<Record<string, Tags>>;
}

export function tagFieldsOf({ taken }: Pick<FoundWorker, 'taken'>): TagFields {
  const tagged = taken.flatMap(({ resource, to }) => {
    const tags = tagsOf(resource);
    return tags === undefined ? [] : [{ to, tags }];
  });
  const [first] = tagged;
  const isCommon = ([key, value]: readonly [string, string]) => tagged.every(({ tags }) => tags[key] === value);
  const further = tagged.map(({ to, tags }) => {
    const own = Object.entries(tags).filter((tag) => !isCommon(tag));
    return [to, Object.fromEntries(own.map(([key, value]) => [key, escaped(value)]))] as const;
  });
  return {
    common: Object.fromEntries(Object.entries(first?.tags ?? {}).filter(isCommon)),
    further: Object.fromEntries(further.filter(([, tags]) => Object.keys(tags).length > 0)),
  };
}

/** Those of a provider's default_tags included; undefined: the resource can have none. What AWS reserves it keeps by itself. */
function tagsOf({ values }: Resource): Tags | undefined {
  const { tags, tags_all: all } = values;
  if (tags === undefined && all === undefined) return undefined;
  const entries = Object.entries({ ...(isMap(tags) ? tags : {}), ...(isMap(all) ? all : {}) });
  return Object.fromEntries(
    entries.flatMap(([key, value]) =>
      typeof value === 'string' && reservedTagFault(key) === undefined ? [[key, value]] : [],
    ),
  );
}
