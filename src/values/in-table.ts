/** What a table has under a name that a user wrote: `table[name]` also finds what every object has, such as constructor. */
export function inTable<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
