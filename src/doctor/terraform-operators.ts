import { isKnown, UNKNOWN, type Value } from './terraform-value';

export const OPERATORS: readonly (readonly string[])[] = [
  ...[['||'], ['&&'], ['==', '!='], ['<=', '>=', '<', '>'], ['+', '-'], ['*', '/', '%']],
];

export function apply(operator: string, one: Value, other: Value): Value {
  if (operator === '&&' && (one === false || other === false)) return false;
  if (operator === '||' && (one === true || other === true)) return true;
  if (!isKnown(one) || !isKnown(other)) return UNKNOWN;
  switch (operator) {
    case '&&':
      return Boolean(one) && Boolean(other);
    case '||':
      return Boolean(one) || Boolean(other);
    case '==':
      return JSON.stringify(one) === JSON.stringify(other);
    case '!=':
      return JSON.stringify(one) !== JSON.stringify(other);
    case '<':
      return Number(one) < Number(other);
    case '>':
      return Number(one) > Number(other);
    case '<=':
      return Number(one) <= Number(other);
    case '>=':
      return Number(one) >= Number(other);
    default:
      return calculated(operator, Number(one), Number(other));
  }
}

function calculated(operator: string, one: number, other: number): Value {
  const result = { '+': one + other, '-': one - other, '*': one * other, '/': one / other }[operator] ?? one % other;
  return Number.isFinite(result) ? result : UNKNOWN;
}
