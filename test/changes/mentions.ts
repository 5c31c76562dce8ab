import type { Row } from '../pairwise/planned';

/** What Terraform puts in place of a name. */
type Definitions = Readonly<Record<string, unknown>>;

const MENTION = /\b(?:local|var|data\.\w+)\.\w+/g;

/** What a text of a document mentions: locals, variables and data sources, and what these mention. */
export function mentionsIn(document: Row['document'], inputs: Row['inputs']): (text: string) => string[] {
  const definitions = definitionsOf(document, inputs);
  return (text) => {
    const names = new Set<string>();
    const look = (inner: string) => {
      for (const [name] of inner.matchAll(MENTION)) {
        if (names.has(name) || !(name in definitions)) continue;
        names.add(name);
        look(definitions[name] as string);
      }
    };
    look(text);
    return [...names].sort().map((name) => `${name} = ${definitions[name]}`);
  };
}

function definitionsOf({ locals = {}, variable = {}, data = {} }: Row['document'], inputs: Row['inputs']): Definitions {
  const values = Object.entries(variable).map(([name, declared]) => {
    return [`var.${name}`, inputs[name] ?? (declared as { default?: unknown }).default];
  });
  const sources = Object.entries(data).flatMap(([type, blocks]) =>
    Object.entries(blocks).map(([name, block]) => [`data.${type}.${name}`, block]),
  );
  const named = [...Object.entries(locals).map(([name, value]) => [`local.${name}`, value]), ...values, ...sources];
  return Object.fromEntries(named.map(([name, value]) => [name, JSON.stringify(value) ?? '']));
}
