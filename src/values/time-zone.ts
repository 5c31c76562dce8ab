import { zones } from 'tzdata';
import { nearest } from '../stack-file/nearest';

/** Every name that IANA's database has, old ones too. */
const NAMES: readonly string[] = Object.keys(zones);

/** What is wrong with the name of a time zone, as a sentence that begins with must; undefined: nothing. */
export function timeZoneFault(name: string): string | undefined {
  if (NAMES.includes(name)) return undefined;
  const close = NAMES.find((known) => known.toLowerCase() === name.toLowerCase()) ?? nearest(name, NAMES);
  return `must be a time zone by its IANA name, in its own upper and lower case: ${close ?? 'UTC, Europe/Zurich'}`;
}
