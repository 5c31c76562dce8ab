import type { Environment } from '../../environment/environment';
import { type Finding, type Rule, when } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import { expressionFault, templateFault } from './expression-syntax';

/** Where Terraform's JSON syntax takes text as it is. */
const LITERAL = /^terraform\.variable\.[^.]+\.(default|description|type)$/;

const parsed: Rule = ({ outputs, overrides, terraform }: Environment) => [
  ...Object.entries(outputs).flatMap(([name, output]) =>
    typeof output === 'string' ? [] : unparsed(['outputs', name, 'expression'], expressionFault(output.expression)),
  ),
  ...templatesBelow(overrides, ['overrides']),
  ...templatesBelow(terraform, ['terraform']),
];

function templatesBelow(value: unknown, path: Path): Finding[] {
  if (LITERAL.test(path.join('.'))) return [];
  if (typeof value === 'string') return unparsed(path, templateFault(value));
  if (Array.isArray(value)) return value.flatMap((item, index) => templatesBelow(item, [...path, index]));
  return Object.entries(value ?? {}).flatMap(([name, item]) => templatesBelow(item, [...path, name]));
}

function unparsed(path: Path, fault: string | undefined): Finding[] {
  return when(
    fault !== undefined,
    path,
    `is an expression that Terraform cannot parse: ${fault}`,
    path[0] === 'outputs' ? 'correct it' : 'correct it; for text that is no expression, write $${ or %%{',
  );
}

export const OVERRIDES_RULES: readonly Rule[] = [parsed];
