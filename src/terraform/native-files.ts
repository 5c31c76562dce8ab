/**
 * What checkov cannot read in Terraform's JSON syntax stands in files of the native one: a setting of `terraform` that
 * is a plain value, and blocks without a name. Where it meets one it scans nothing of the document.
 * Source: handle_block_type in https://github.com/bridgecrewio/checkov/blob/main/checkov/terraform_json/parser.py
 */

type Block = Readonly<Record<string, unknown>>;

interface Divided {
  readonly document: Block;
  /** Texts by the name of the file. */
  readonly files: Readonly<Record<string, string>>;
}

/** Blocks without a name. */
const NAMELESS = ['moved', 'import', 'removed'];

/** Attributes that hold the address of something: in JSON a string, in the native syntax none. */
const ADDRESSES = ['from', 'to', 'provider'];

/** Moves these parts out of a document. Each file begins with the comment. */
export function withNativeFiles(document: Block, comment: string): Divided {
  const { required_version, ...settings } = document['terraform'] as Block;
  const nameless = Object.entries(document).filter(([type]) => NAMELESS.includes(type));
  const rest = Object.entries(document).filter(([type]) => !NAMELESS.includes(type));
  const file = (blocks: readonly string[]) => `# ${comment}\n${blocks.join('\n')}`;
  return {
    document: { ...Object.fromEntries(rest), terraform: settings },
    files: {
      'versions.tf': file([block('terraform', { required_version })]),
      ...(nameless.length > 0 && {
        'moved.tf': file(nameless.flatMap(([type, blocks]) => (blocks as Block[]).map((one) => block(type, one)))),
      }),
    },
  };
}

/** As `terraform fmt` writes it. */
function block(type: string, attributes: Block, indent = ''): string {
  const names = Object.keys(attributes).filter((name) => name !== '//' && name !== 'lifecycle');
  const width = Math.max(...names.map((name) => name.length));
  const lines = Object.entries(attributes).map(([name, value]) => {
    if (name === 'lifecycle') return block(name, value as Block, `${indent}  `);
    if (name === '//') return `${indent}  # ${String(value).replaceAll(/\s+/g, ' ')}\n`;
    return `${indent}  ${name.padEnd(width)} = ${ADDRESSES.includes(name) ? value : expression(value)}\n`;
  });
  return `${indent}${type} {\n${lines.join('')}${indent}}\n`;
}

/** A string is a template in both syntaxes, and all escapes of JSON but two are those of the native syntax. */
function expression(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /(\\\\)|\\([bf])/g,
    (_, backslash, letter) => backslash ?? (letter === 'b' ? '\\u0008' : '\\u000c'),
  );
}
