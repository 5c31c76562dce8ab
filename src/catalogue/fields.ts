import { fromBuildCache } from '../disk/build-cache';
import { type ExplainedField, explainField } from '../environment/explain-field';
import { findField } from '../environment/find-field';
import type { Entry } from './entry';

/** What the fields mean that some environment sets. */
export interface Fields {
  readonly explained: readonly ExplainedField[];
  /** The field of a setting that has another name: `workers.NAME.worker_cpu` of `workers.reports.worker_cpu`. */
  readonly others: ReadonlyMap<string, string>;
}

export function fieldsOf(entries: readonly Entry[]): Fields {
  const set = new Set(entries.flatMap(({ settings }) => settings.map(({ field }) => field)));
  const explained = new Map<string, ExplainedField>();
  const others = new Map<string, string>();
  for (const [setting, field] of nearestFields([...set].sort())) {
    explained.set(field.field, field);
    if (field.field !== setting) others.set(setting, field.field);
  }
  return { explained: [...explained.values()], others };
}

/** Kept, since to find a field the schema of all fields is needed. */
function nearestFields(settings: readonly string[]): readonly (readonly [setting: string, field: ExplainedField])[] {
  const find = () =>
    settings.flatMap((setting) => {
      const field = nearestField(setting);
      return field === undefined ? [] : [[setting, field]];
    });
  return JSON.parse(fromBuildCache('explained', settings.join('\n'), () => JSON.stringify(find())));
}

/** What is in a field that takes anything is explained by the field. */
function nearestField(setting: string): ExplainedField | undefined {
  const field = findField(setting);
  const explained = field && explainField(field);
  const above = setting.replace(/(^|\.)[^.]*$/, '');
  return explained?.description || above === '' ? explained : nearestField(above);
}
