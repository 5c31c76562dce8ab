import type { Environment } from '../../environment/environment';
import { type Finding, type Rule, when } from '../../environment/rule';
import { schemaOf } from '../../hcl/provider-schema';
import { suggestion } from '../../stack-file/nearest';
import type { Path } from '../../stack-file/path';
import { expressionFault, templateFault } from './expression-syntax';
import { pathsInExpression, pathsInText } from './references';

/** Where Terraform's JSON syntax takes text as it is. */
const LITERAL = /^terraform\.variable\.[^.]+\.(default|description|type)$/;

const parsed: Rule = (environment) => [
  ...expressionsOf(environment).flatMap(({ path, text }) => unparsed(path, expressionFault(text))),
  ...templatesOf(environment).flatMap(({ path, text }) => unparsed(path, templateFault(text))),
];

/** References to attributes of the types that a stack has. What follows a bracket is left to Terraform. */
const known: Rule = (environment) => [
  ...expressionsOf(environment).flatMap(({ path, text }) =>
    unknownAttributes(environment, path, pathsInExpression(text)),
  ),
  ...templatesOf(environment).flatMap(({ path, text }) => unknownAttributes(environment, path, pathsInText(text))),
];

function unknownAttributes({ aws }: Environment, path: Path, references: readonly (readonly string[])[]): Finding[] {
  // A newer provider has more attributes than the schema.
  if (aws.providerVersion !== 5) return [];
  return references.flatMap((reference) => {
    const [kind, names] =
      reference[0] === 'data' ? (['data', reference.slice(1)] as const) : (['resource', reference] as const);
    const [type = '', name, attribute] = names;
    const schema = schemaOf(kind, type);
    if (schema === undefined || attribute === undefined || Object.hasOwn(schema, attribute)) return [];
    const address = `${kind === 'data' ? 'data.' : ''}${type}.${name}`;
    return when(
      true,
      path,
      `refers to ${address}.${attribute}, an attribute that ${type} does not have`,
      suggestion(attribute, Object.keys(schema)),
    );
  });
}

/** A text of the stack file that Terraform evaluates. */
interface Evaluated {
  readonly path: Path;
  readonly text: string;
}

function expressionsOf({ outputs }: Environment): Evaluated[] {
  return Object.entries(outputs).flatMap(([name, output]) =>
    typeof output === 'string' ? [] : [{ path: ['outputs', name, 'expression'], text: output.expression }],
  );
}

function templatesOf({ overrides, terraform }: Environment): Evaluated[] {
  return [...templatesBelow(overrides, ['overrides']), ...templatesBelow(terraform, ['terraform'])];
}

function templatesBelow(value: unknown, path: Path): Evaluated[] {
  if (LITERAL.test(path.join('.'))) return [];
  if (typeof value === 'string') return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((item, index) => templatesBelow(item, [...path, index]));
  return Object.entries(value ?? {}).flatMap(([name, item]) => templatesBelow(item, [...path, name]));
}

function unparsed(path: Path, fault: string | undefined): Finding[] {
  return when(
    fault !== undefined,
    path,
    `is an expression that Terraform cannot parse: ${fault}`,
    path[0] === 'outputs'
      ? 'for example expression: aws_ecs_service.prefect_worker_service.name'
      : 'correct it; for text that is no expression, write $${ or %%{',
  );
}

export const OVERRIDES_RULES: readonly Rule[] = [parsed, known];
