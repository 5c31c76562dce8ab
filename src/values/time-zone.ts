import { zones } from 'tzdata';
import { nearest } from '../stack-file/nearest';
import type { Fault } from './fault';
import { inTable } from './in-table';

/** Every name that IANA's database has, old ones too. */
const NAMES: readonly string[] = Object.keys(zones);

/** A rule of POSIX: a name and its distance to UTC, as in EST5EDT or <+01>-1. */
const POSIX_RULE = /^(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)([+-]?)(\d{1,2})/;

/** Names that the folder of zones has besides those of IANA. */
const IN_FOLDER = /^(posix|right)\/|^(localtime|posixrules|Factory)$/;

/**
 * What is wrong with a value of the variable TZ; undefined: nothing. The C library takes what it does not know for UTC.
 * Source: https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html, 8.3
 */
export function zoneVariableFault(value: string): Fault | undefined {
  if (value === '' || /^[:/]/.test(value) || IN_FOLDER.test(value) || NAMES.includes(value)) return undefined;
  const [, sign, hours = ''] = POSIX_RULE.exec(value) ?? [];
  if (sign === undefined) {
    const message = 'is not the name of a time zone: programs take it for UTC, without an error';
    return { message, hint: `write its IANA name, for example ${nearestZone(value) ?? 'Europe/Zurich'}` };
  }
  if (!/^(UTC|GMT)[+-]?\d{1,2}$/.test(value) || Number(hours) === 0) return undefined;
  const [given, opposite] = sign === '-' ? ['-', '+'] : ['+', '-'];
  return {
    message: `means UTC${opposite}${Number(hours)}: in TZ the sign is the other way round`,
    hint: `write Etc/GMT${opposite}${Number(hours)} for UTC${given}${Number(hours)}, or an IANA name such as Europe/Zurich`,
  };
}

/** What is wrong with the name of a time zone; undefined: nothing. */
export function timeZoneFault(name: string): Fault | undefined {
  if (NAMES.includes(name)) return undefined;
  const meant = nearestZone(name);
  return {
    message: 'must be a time zone by its IANA name, in its own upper and lower case',
    hint: meant === undefined ? 'for example Europe/Zurich' : `did you mean ${meant}?`,
  };
}

/** What is called so, in the place that has most people. IANA has no names for them, and others that are like them. */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  AEDT: 'Australia/Sydney',
  AEST: 'Australia/Sydney',
  BRT: 'America/Sao_Paulo',
  BST: 'Europe/London',
  CDT: 'America/Chicago',
  CEST: 'Europe/Zurich',
  CST: 'America/Chicago',
  EDT: 'America/New_York',
  EEST: 'Europe/Athens',
  IST: 'Asia/Kolkata',
  JST: 'Asia/Tokyo',
  KST: 'Asia/Seoul',
  MDT: 'America/Denver',
  PDT: 'America/Los_Angeles',
  PST: 'America/Los_Angeles',
  SGT: 'Asia/Singapore',
  WEST: 'Europe/Lisbon',
};

function nearestZone(name: string): string | undefined {
  const [lower, upper] = [name.toLowerCase(), name.toUpperCase()];
  return (
    NAMES.find((known) => known.toLowerCase() === lower) ??
    inTable(ABBREVIATIONS, upper) ??
    NAMES.find((known) => known.toLowerCase().endsWith(`/${lower.replaceAll(' ', '_')}`)) ??
    nearest(name, NAMES)
  );
}
