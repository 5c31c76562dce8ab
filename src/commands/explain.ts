import type { Command } from 'commander';
import { stringify } from 'yaml';
import { exampleValueAt } from '../environment/expected-shape';
import { describeField, type ExplainedField, explainField } from '../environment/explain-field';
import { type FoundField, findField } from '../environment/find-field';
import { fieldInWords, meantFields } from '../environment/meant-fields';
import { ConfigError } from '../problems/errors';
import { type Path, pathOfField } from '../stack-file/path';
import { WRONG_USE } from './exit-codes';
import { addPlainCommand } from './options';
import { Printer, type Printing } from './printer';

const EXAMPLES = ['explain worker_cpu', 'explain network.egress', 'explain workers.reports.service.schedule'];

export function addExplain(program: Command): void {
  addPlainCommand(program, 'explain', EXAMPLES)
    .description('show what a field of a stack file does, its limits, default and example, and what a change does')
    .argument('<field>', 'path of the field, as in network.egress[0].port; at any depth')
    .action(explain);
}

function explain(path: string, options: Printing): void {
  const field = pathOfField(path).length === 0 ? undefined : findField(path);
  if (field === undefined) throw unknownField(path);
  const document = explanationOf(field);
  new Printer(options).data(document, () => inLines(document));
}

interface Explanation extends ExplainedField {
  readonly example: string;
  readonly fields: readonly { readonly field: string; readonly description: string }[];
}

function explanationOf(field: FoundField): Explanation {
  return {
    ...explainField(field),
    example: exampleOf(field.path),
    fields: field.members.map((member) => ({
      field: member.path,
      description: sentencesOf(describeField(member))[0] ?? '',
    })),
  };
}

function sentencesOf(text: string): string[] {
  return text.split(/(?<=\.)\s+(?=[A-Z{])/);
}

function inLines({
  field,
  description,
  type,
  required,
  default: fallback,
  change,
  example,
  fields,
}: Explanation): string {
  const rows = [['Type', type], required ? ['Required', 'yes'] : ['Default', fallback], ['A change', change]];
  return [
    field,
    ...(description === '' ? [] : ['', `  ${description}`]),
    '',
    ...rows.flatMap(([title, text]) => (text === undefined ? [] : [`  ${(title as string).padEnd(10)}${text}`])),
    ...(example === '' ? [] : ['', '  Example', ...example.split('\n').map((line) => `    ${line}`)]),
    ...(fields.length === 0 ? [] : ['', '  Fields', ...fields.map((one) => `    ${one.field}  ${one.description}`)]),
  ].join('\n');
}

function unknownField(path: string): ConfigError {
  const meant = [...new Set(meantPaths(pathOfField(path.replaceAll('/', '.'))).map(fieldInWords))];
  const hint = meant.length === 0 ? 'see generated/reference.md for all fields' : `did you mean ${meant.join(' or ')}?`;
  return new ConfigError([{ file: 'stack file', message: `has no field ${JSON.stringify(path)}`, hint }], WRONG_USE);
}

/** Fields that a path may be meant for: the nearest ones of its first wrong part, and below these of the next. */
function meantPaths(path: Path): readonly Path[] {
  const wrong = wrongPart(path);
  const below = path.slice(wrong.length);
  return (wrong.length === 0 ? [[]] : meantFields(wrong)).flatMap((meant) => {
    const whole = [...meant, ...below];
    if (below.length === 0 || findField(fieldInWords(whole)) !== undefined) return [whole];
    const deeper = meantPaths(whole);
    return deeper.length > 0 ? deeper : [meant];
  });
}

/** The path as far as its first part that is no field; empty where each is one. */
function wrongPart(path: Path): Path {
  const known = path.findIndex((_, index) => findField(fieldInWords(path.slice(0, index + 1))) === undefined);
  return path.slice(0, known + 1);
}

/** The field with an example of its value, where a stack file has it. */
function exampleOf(field: string): string {
  const path = pathOfField(field);
  const value = exampleValueAt(path);
  if (value === undefined) return '';
  const written = path.reduceRight<unknown>(
    (inner, part) => (typeof part === 'number' ? [inner] : { [part === 'NAME' ? 'my_name' : part]: inner }),
    value,
  );
  return stringify(written).trimEnd();
}
