import { isSecretLike } from '../features/secrets/secret-like';
import type { Difference } from './differences';

/** What looks like a secret goes to no terminal and no log; that it differs is shown all the same. */
export function hideSecrets({ path, ...difference }: Difference): Difference {
  const name = /(?:(?:^|\])[^[\]]*\[([^\]]*)\]\.value|(?<![\w-])([\w-]+)"?)$/.exec(path);
  const hidden = (value: unknown) => hide(value, name?.[1] ?? name?.[2] ?? '');
  return {
    path,
    ...difference,
    ...('from' in difference && { from: hidden(difference.from) }),
    ...('to' in difference && { to: hidden(difference.to) }),
  };
}

const HIDDEN = '(not shown)';

function hide(value: unknown, name: string): unknown {
  if (typeof value === 'string') return isSecretLike(name, value) && !value.startsWith('${') ? HIDDEN : value;
  if (Array.isArray(value)) return value.map((item) => hide(item, ''));
  if (typeof value !== 'object' || value === null) return value;
  const { name: variable } = value as { name?: unknown };
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      hide(inner, key === 'value' && typeof variable === 'string' ? variable : key),
    ]),
  );
}
