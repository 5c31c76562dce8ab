/** The database of IANA as JSON: the package brings no types. */
declare module 'tzdata' {
  export const zones: Readonly<Record<string, unknown>>;
}
