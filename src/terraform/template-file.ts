import { Construct } from 'constructs';
import { inTerraform, named } from './named-value';
import { templateParts } from './template-parts';
import { Expression, type JsonDocument, literal } from './terraform-text';

export interface TemplateFileProps {
  /** Of the local value that holds the document. What is filled in is in NAME_values. */
  readonly name: string;
  readonly fileName: string;
  readonly document: JsonDocument;
}

type Path = readonly (string | number)[];

/** Keys that do not tell what their value is; what they are below does. */
const MEANINGLESS = ['default', 'value'];

/** Whole values, which Terraform writes as JSON: not within quotes. */
const WHOLE_VALUE = /"(\$\{jsonencode\(\w+\)\})"/g;

/**
 * A JSON document in a file of its own beside cdk.tf.json: indented, and open only where Terraform fills something in.
 * Source: https://developer.hashicorp.com/terraform/language/functions/templatefile
 */
export class TemplateFile extends Construct {
  readonly fileName: string;
  readonly text: string;
  /** The document, filled in, as jsonencode writes it. */
  readonly value: Expression;
  /** What is filled in, by the name that the file has for it. */
  private readonly places = new Map<string, string>();

  constructor(scope: Construct, id: string, { name, fileName, document }: TemplateFileProps) {
    super(scope, id);
    this.fileName = fileName;
    const open = JSON.stringify(this.opened(document, []), undefined, 2).replaceAll(WHOLE_VALUE, '$1');
    this.text = `${open}\n`;
    const { code: values } = named(this, `${name}_values`, Object.fromEntries(this.places));
    const file = `templatefile("\${path.module}/${fileName}", ${values})`;
    this.value = named(this, name, new Expression(`jsonencode(jsondecode(${file}))`).toString());
  }

  /** The document with names for its expressions. */
  private opened(value: JsonDocument | undefined, path: Path, sibling?: string): unknown {
    if (value instanceof Expression) return `\${jsonencode(${this.placeOf(value, path, sibling)})}`;
    if (typeof value === 'string') return this.openedText(value, path, sibling);
    if (Array.isArray(value)) return value.map((member, index) => this.opened(member, [...path, index]));
    if (typeof value !== 'object' || value === null) return value;
    const { name } = value as { readonly name?: JsonDocument };
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [
        this.openedText(key, [...path, 'key']),
        this.opened(member, [...path, key], typeof name === 'string' ? name : undefined),
      ]),
    );
  }

  private openedText(template: string, path: Path, sibling?: string): string {
    return templateParts(template)
      .map((part) => (typeof part === 'string' ? literal(part) : `\${${this.placeOf(part, path, sibling)}}`))
      .join('');
  }

  /** The name of an expression: after where it stands, and numbered where another one stands in such a place too. */
  private placeOf(expression: Expression, path: Path, sibling?: string): string {
    const value = expression.toString();
    const wanted = placeName(path, sibling);
    for (let number = 1; ; number += 1) {
      const name = number === 1 ? wanted : `${wanted}_${number}`;
      const known = this.places.get(name);
      if (known === undefined) this.places.set(name, value);
      if (known === undefined || inTerraform(this, known) === inTerraform(this, value)) return name;
    }
  }
}

/** Variables of templatefile begin with a letter, and are letters, digits and underscores. */
function placeName(path: Path, sibling: string | undefined): string {
  const meaningful = path.filter((key): key is string => typeof key === 'string' && !MEANINGLESS.includes(key));
  const [key = 'document'] = meaningful.slice(-1);
  const isOfSibling = sibling !== undefined && key !== 'name';
  const words = isOfSibling && path.at(-1) === 'value' ? sibling : isOfSibling ? `${sibling}_${key}` : key;
  const name = words
    .replaceAll(/[a-z0-9](?=[A-Z])/g, '$&_')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .toLowerCase();
  return /^[a-z]/.test(name) && !['true', 'false', 'null'].includes(name) ? name : `value_${name}`;
}
