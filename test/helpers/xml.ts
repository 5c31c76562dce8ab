/** The names of all elements of an XML document without CDATA, comments and entities of its own. Fails on one that is not well-formed. */
export function elementsOf(document: string): string[] {
  const names: string[] = [];
  const open: string[] = [];
  const rest = document.replace(
    /<(\/?)([A-Za-z]+)((?: [A-Za-z:-]+="[^"<&]*")*)(\/?)>/g,
    (_, end, name, attributes, single) => {
      if (end === '/') {
        if (open.pop() !== name) throw new Error(`</${name}> closes what is not open`);
        return '';
      }
      const keys = [...attributes.matchAll(/ ([A-Za-z:-]+)=/g)].map(([, key]) => key);
      if (new Set(keys).size !== keys.length) throw new Error(`<${name}> has an attribute twice`);
      names.push(name);
      if (single === '') open.push(name);
      return '';
    },
  );
  if (open.length > 0) throw new Error(`${open.join(', ')} is never closed`);
  if (/[<>]|&(?!amp;|lt;|gt;|quot;)/.test(rest))
    throw new Error(`not well-formed: ${rest.match(/.{0,40}[<>&].{0,40}/)?.[0]}`);
  return names;
}
