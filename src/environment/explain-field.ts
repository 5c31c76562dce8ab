import { changeInWords } from '../values/changes';
import { defaultInWords, type Style, typeInWords } from './field-in-words';
import { type FoundField, findField } from './find-field';
import { isDecidedByPreset } from './presets';

/** A field in words, for a terminal or a page that shows text as it is. */
export interface ExplainedField {
  readonly field: string;
  readonly description: string;
  readonly type: string;
  readonly required: boolean;
  readonly default?: string;
  readonly change?: string;
}

const PLAIN: Style = { code: (text) => text, text: (text) => text };

export function explainField({ path, schema, isRequired }: FoundField): ExplainedField {
  const fallback = isDecidedByPreset(path.split('.')) ? 'depends on the preset' : defaultInWords(schema);
  return {
    field: path,
    description: describeField({ path, schema }),
    type: typeInWords(schema, PLAIN),
    required: isRequired,
    ...(fallback !== undefined && { default: fallback }),
    ...(schema.change && { change: changeInWords(schema.change) }),
  };
}

/** Of an entry that says nothing of itself, what the list or mapping says. */
export function describeField({ path, schema }: Pick<FoundField, 'path' | 'schema'>): string {
  if (schema.description !== undefined) return schema.description;
  const parent = path.replace(/(\[\]|\.NAME)$/, '');
  return parent === path ? '' : (findField(parent)?.schema.description ?? '');
}
