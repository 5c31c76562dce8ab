/** What only Terraform knows, in the fields of a program: a token of the engine, or a list of them. */
export type Reference = string | readonly string[];

interface StandIn {
  readonly reference: Reference;
  /** The field, in words. */
  readonly field: string;
  readonly number: number;
}

/** A reference by the text that stands for it until Terraform's text is written. */
const standIns = new Map<string, StandIn>();

/** How many there were in this process: no two have the same text. */
let count = 0;

export function nextNumber(): number {
  count += 1;
  return count;
}

export function standFor(text: string, standIn: StandIn): void {
  standIns.set(text, standIn);
}

/** What `text` as a whole stands for. */
export function referenceOf(text: string): Reference | undefined {
  return standIns.get(text)?.reference;
}

/** `text` as `write` writes it, with the references that stand-ins in it stand for. */
export function writtenWithReferences(text: string, write: (text: string) => string): string {
  for (const [standIn, { reference }] of standIns) {
    if (typeof reference !== 'string' || !text.includes(standIn)) continue;
    return text
      .split(standIn)
      .map((part) => writtenWithReferences(part, write))
      .join(reference);
  }
  return write(text);
}

/** What is in every stand-in, also in a part of one. */
const MARK = /prefect-reference-(\d{7})|f0e1d2c3b4(\d{7})/;

/** Of one length, so that none is the beginning of another. */
export function markedText(number: number): string {
  return `prefect-reference-${padded(number)}`;
}

/** As the ids of AWS: 17 hexadecimal digits. */
export function markedId(number: number): string {
  return `f0e1d2c3b4${padded(number)}`;
}

function padded(number: number): string {
  return String(number).padStart(7, '0');
}

/** The field of a stand-in of which a part is left in a text; undefined: there is none. */
export function fieldLeftIn(text: string): string | undefined {
  const [, inText, inId] = MARK.exec(text) ?? [];
  return [...standIns.values()].find(({ number }) => number === Number(inText ?? inId))?.field;
}
