import { nearest } from '../stack-file/nearest';
import type { Fault } from './fault';
import settings from './prefect-settings.json';
import { TESTED } from './prefect-versions';

/**
 * The settings of Prefect and prefect-aws, their older names too, without PREFECT_, by what they hold.
 * Source: prefect 3.8.8 (settings/models) and prefect-aws 0.7.12 (settings.py), read from their classes.
 */
const BY_KIND: Readonly<Record<string, string>> = settings;

const KINDS: ReadonlyMap<string, string> = new Map(
  Object.entries(BY_KIND).flatMap(([kind, names]) => names.split(' ').map((name) => [`PREFECT_${name}`, kind])),
);

/** Read by Prefect, and no setting: the profile, and what a worker tells a flow run. */
const OTHERS = /^PREFECT_(PROFILE|_[A-Z_]+|INTEGRATIONS_(?!AWS_)[A-Z0-9_]+|VARIABLE_[A-Z0-9_]+)$/;

/** What Prefect would not read of a variable; undefined: it would, or it is not a variable of Prefect. */
export function settingFault(name: string, value: unknown): Fault | undefined {
  // Prefect minds no case.
  const setting = name.toUpperCase();
  if (!setting.startsWith('PREFECT_') || OTHERS.test(setting)) return undefined;
  const kind = KINDS.get(setting);
  if (kind === undefined) {
    const close = nearest(setting, [...KINDS.keys()]);
    return {
      message: `is not a setting of Prefect ${TESTED.prefect}, which ignores it`,
      hint:
        close === undefined
          ? 'correct it, or acknowledge the warning if it is your own variable'
          : `did you mean ${close}?`,
    };
  }
  return typeof value === 'string' ? valueFault(value.trim(), kind) : undefined;
}

function valueFault(value: string, kind: string): Fault | undefined {
  const refused = 'Prefect would not start';
  switch (kind) {
    case 'bool':
      return /^(true|false|1|0|yes|no|on|off|t|f|y|n)$/i.test(value)
        ? undefined
        : { message: `must be true or false: ${refused}`, hint: 'for example "true"' };
    case 'int':
      return /^[+-]?\d+(\.0*)?$/.test(value)
        ? undefined
        : { message: `must be a whole number: ${refused}`, hint: 'for example "60"' };
    case 'float':
      return value !== '' && !Number.isNaN(Number(value))
        ? undefined
        : { message: `must be a number: ${refused}`, hint: 'for example "30"' };
    case 'text':
      return undefined;
    default: {
      const words = kind.split('|');
      return words.some((word) => word.toLowerCase() === value.toLowerCase())
        ? undefined
        : { message: `must be one of ${words.join(', ')}: ${refused}`, hint: `for example ${words[0]}` };
    }
  }
}

/** The setting that a name without its beginning is meant for: LOGGING_LEVEL. */
export function settingWithout(name: string): string | undefined {
  const setting = `PREFECT_${name.toUpperCase()}`;
  return KINDS.has(setting) ? setting : undefined;
}
