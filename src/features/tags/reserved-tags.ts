/** Why a tag cannot have this key, as a sentence that begins with must; undefined: it can. */
export function reservedTagFault(key: string): string | undefined {
  if (key.toLowerCase().startsWith('aws:')) return 'must not begin with aws:, which AWS reserves';
  return key.startsWith('prefect.io/')
    ? 'must not begin with prefect.io/: crash detection finds the flow run of a task by these tags'
    : undefined;
}
