import type * as z from 'zod';
import { isMap } from '../stack-file/is-map';
import { type Path, pathInWords } from '../stack-file/path';
import { markedId, markedText, nextNumber, type Reference, standFor } from '../values/references';
import { configSchema } from './schema';

type Fields = Readonly<Record<string, unknown>>;

/** Fields in which a stand-in is where a reference was. */
export interface WithStandIns {
  readonly fields: Fields;
  /** Of references that stand in a text: no rule can know what they will be. */
  readonly unknown: readonly Path[];
  /** Of references that cannot stand there. */
  readonly refused: readonly Path[];
}

/** A text that CDKTF or its fork resolves when it writes Terraform. */
const TOKEN = /[$#]\{TfToken\[[^[\]]*\]\}/;

interface Place {
  readonly path: Path;
  readonly reference: Reference;
  readonly number: number;
}

/** What may stand for a reference: a look-up, whose result is not known before a plan either, or a text of the right form. */
type Form = (place: Place, fields: Fields) => readonly [path: Path, value: unknown, text: string];

const FORMS: readonly Form[] = [
  lookUp(({ path }) => path),
  // A list as a whole.
  lookUp(({ path }) => (typeof path.at(-1) === 'number' ? path.slice(0, -1) : path)),
  ...[
    ({ number }: Place) => markedText(number),
    ...['vpc', 'subnet', 'sg', 'fs', 'fsap', 'pl', 'rtb', 'tgw', 'ami'].map(
      (kind) =>
        ({ number }: Place) =>
          `${kind}-${markedId(number)}`,
    ),
    ({ number }: Place) => `https://${markedText(number)}.example.com/api`,
    ...[
      (mark: string) => `iam::ACCOUNT:role/${mark}`,
      (mark: string) => `iam::ACCOUNT:policy/${mark}`,
      (mark: string) => `secretsmanager:REGION:ACCOUNT:secret:${mark}-AbCdEf`,
      (mark: string) => `ssm:REGION:ACCOUNT:parameter/${mark}`,
      (mark: string) => `kms:REGION:ACCOUNT:key/${mark}`,
      (mark: string) => `sns:REGION:ACCOUNT:${mark}`,
      (mark: string) => `sqs:REGION:ACCOUNT:${mark}`,
      (mark: string) => `s3:::${mark}`,
      (mark: string) => `ecs:REGION:ACCOUNT:cluster/${mark}`,
      (mark: string) => `logs:REGION:ACCOUNT:log-group:${mark}`,
    ].map(
      (rest) =>
        ({ number }: Place, { region, aws }: Fields) =>
          `arn:aws:${rest(markedText(number))}`
            .replace('REGION', String(region))
            .replace('ACCOUNT', String((isMap(aws) && aws['account_id']) || '111122223333')),
    ),
  ].map(
    (textOf): Form =>
      (place, fields) => {
        const text = textOf(place, fields);
        return [place.path, text, text];
      },
  ),
];

function lookUp(pathOf: (place: Place) => Path): Form {
  return (place) => {
    const name = `/${markedText(place.number)}`;
    return [pathOf(place), { ssm_parameter: name }, name];
  };
}

const LOOK_UPS = 2;

/** Puts a stand-in where a reference is, so that fields can be checked and resolved as those of a file. */
export function withStandIns(fields: Fields): WithStandIns {
  const places = placesIn(fields, []);
  if (places.length === 0) return { fields, unknown: [], refused: [] };
  const chosen = new Map(places.map((place) => [place, 0]));
  const fieldsWithStandIns = () => {
    return [...chosen].reduce<Fields>((values, [place, form]) => {
      const [path, value] = (FORMS[form] as Form)(place, fields);
      return withValue(values, path, value) as Fields;
    }, fields);
  };
  const isExhausted = (form: number) => form >= FORMS.length - 1;
  for (;;) {
    const issues = configSchema.safeParse({ name: 'name', ...fieldsWithStandIns() }).error?.issues ?? [];
    const wrong = [...chosen].filter(([place, form]) => {
      const [path] = (FORMS[form] as Form)(place, fields);
      return issues.some((issue) => isAbout(issue, path));
    });
    const hit = wrong.filter(([, form]) => !isExhausted(form));
    if (hit.length === 0) {
      const refused = [...wrong.map(([{ path }]) => path), ...places.map(({ path }) => path).filter(isKey)];
      for (const [place, form] of chosen) {
        const [path, , text] = (FORMS[form] as Form)(place, fields);
        standFor(text, {
          reference: wholeOf(place, path, fields),
          field: pathInWords(place.path),
          number: place.number,
        });
      }
      const unknown = [...chosen].flatMap(([{ path }, form]) => (form < LOOK_UPS ? [] : [path]));
      return { fields: fieldsWithStandIns(), unknown, refused };
    }
    for (const [place, form] of hit) chosen.set(place, form + 1);
  }
}

/** A list that is looked up as a whole stands for all that is in it. */
function wholeOf({ reference }: Place, path: Path, fields: Fields): Reference {
  const whole = path.reduce<unknown>((value, key) => Reflect.get(value as object, key), fields);
  return Array.isArray(whole) ? (whole as readonly string[]) : reference;
}

function placesIn(value: unknown, path: Path): Place[] {
  if (typeof value === 'string') return TOKEN.test(value) ? [{ path, reference: value, number: nextNumber() }] : [];
  if (Array.isArray(value)) return value.flatMap((one, index) => placesIn(one, [...path, index]));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => placesIn(member, [...path, key]));
}

function withValue(container: unknown, [key, ...below]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(container)) {
    return container.map((one, index) => (index === key ? withValue(one, below, value) : one));
  }
  // Another place of the same list has replaced it.
  if (!isMap(container) || !(key in container)) return container;
  return { ...container, [key]: withValue(container[key], below, value) };
}

/** A union says of itself what is wrong within it. */
function isAbout(issue: z.core.$ZodIssue, path: Path): boolean {
  const isWithin = path.every((part, at) => part === issue.path[at]);
  return isWithin || (issue.code === 'invalid_union' && issue.path.every((part, at) => part === path[at]));
}

/** Terraform must know the keys of instances when it plans. */
function isKey(path: Path): boolean {
  return path.at(-2) === 'policies';
}
