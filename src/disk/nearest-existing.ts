import { existsSync } from 'node:fs';
import { dirname } from 'node:path';

/** A place, or what is there of those above it. */
export function nearestExisting(place: string): string {
  return existsSync(place) || dirname(place) === place ? place : nearestExisting(dirname(place));
}
