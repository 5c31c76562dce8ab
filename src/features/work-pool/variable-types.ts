import { inYaml } from '../../stack-file/in-yaml';
import { isMap } from '../../stack-file/is-map';
import type { Fault } from '../../values/fault';
import { hasPlaceholder } from '../../values/placeholder';
import { cpuUnits, mebibytes } from '../../values/sizes';
import template from './ecs-base-job-template.json';

/** A variable of the base job template, as JSON schema. */
interface VariableSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly anyOf?: readonly { readonly type?: string }[];
  readonly enum?: readonly string[];
}

const VARIABLES: Readonly<Record<string, VariableSchema>> = template.variables.properties;

interface Type {
  readonly inWords: string;
  readonly example: unknown;
  fits(value: unknown): boolean;
}

const TYPES: Readonly<Record<string, Type>> = {
  array: { inWords: 'a list', example: ['text'], fits: Array.isArray },
  boolean: { inWords: 'true or false', example: true, fits: (value) => typeof value === 'boolean' },
  integer: { inWords: 'a whole number', example: 1024, fits: Number.isInteger },
  null: { inWords: 'null', example: null, fits: (value) => value === null },
  object: {
    inWords: 'a mapping',
    example: { NAME: 'text' },
    fits: isMap,
  },
  string: { inWords: 'a string', example: 'text', fits: (value) => typeof value === 'string' },
};

/** The types that a variable may have; none where the template leaves it open. */
function typesOf(variable: string): Type[] {
  const { type, anyOf = [] } = Object.hasOwn(VARIABLES, variable) ? (VARIABLES[variable] ?? {}) : {};
  const names = [type, ...anyOf.map((one) => one.type)];
  return names.flatMap((name) => TYPES[name ?? ''] ?? []);
}

export const LAUNCH_TYPES: readonly string[] = VARIABLES['launch_type']?.enum ?? [];

/** What is wrong with the type of a variable's value, as a sentence that begins with must; undefined: nothing. */
export function variableTypeFault(name: string, value: unknown): Fault | undefined {
  const types = typesOf(name);
  const isDecidedLater = typeof value === 'string' && hasPlaceholder(value);
  if (types.length === 0 || isDecidedLater || types.some((type) => type.fits(value))) return undefined;
  return {
    message: `must be ${types.map(({ inWords }) => inWords).join(' or ')}`,
    hint:
      hintForNumber(name, value) ??
      hintForString(name, value, types) ??
      `for example ${inYaml({ [name]: types[0]?.example })}`,
  };
}

/** A number without quotes, and a command in words. */
function hintForString(name: string, value: unknown, types: readonly Type[]): string | undefined {
  if (!types.includes(TYPES['string'] as Type)) return undefined;
  if (typeof value === 'number' || typeof value === 'boolean') return `write it in quotes: ${name}: "${value}"`;
  const isOfWords = Array.isArray(value) && value.length > 0 && value.every((word) => /^[\w./:=@-]+$/.test(word));
  return isOfWords ? `write ${inYaml({ [name]: value.join(' ') })}` : undefined;
}

function hintForNumber(name: string, value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const size = name === 'cpu' ? cpuUnits(value) : name === 'memory' ? mebibytes(value) : undefined;
  const number = size ?? (/^\d+$/.test(value) ? Number(value) : undefined);
  return number === undefined ? undefined : `write ${name}: ${number}`;
}
