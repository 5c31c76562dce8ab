import { PRESETS } from '../../environment/presets';
import type { Config } from '../../environment/schema';

export type Prefect = Omit<Config['prefect'], 'auth' | 'createPoolIfNotFound'> & {
  readonly createPoolIfNotFound: boolean;
};

export function toPrefect({ prefect, preset }: Config): Prefect {
  return { ...prefect, createPoolIfNotFound: prefect.createPoolIfNotFound ?? PRESETS[preset].createPoolIfNotFound };
}
