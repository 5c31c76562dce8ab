import { isMap } from '../stack-file/is-map';

export type Properties = Readonly<Record<string, unknown>>;

export interface Created {
  readonly id: string;
  readonly properties: Properties;
}

export function last(id: string): string | undefined {
  return id.split('/').at(-1);
}

export function mapIn(value: unknown): Properties {
  return isMap(value) ? value : {};
}

export function mapsIn(value: unknown): readonly Properties[] {
  return Array.isArray(value) ? value.filter(isMap) : [];
}

export function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

export function numberOf(value: unknown): number | undefined {
  return value === undefined || value === '' || Number.isNaN(Number(value)) ? undefined : Number(value);
}

export function textOr(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}
