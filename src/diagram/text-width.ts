import type { Font } from './sizes';

/**
 * Widths of Helvetica's characters in thousandths of the font size, so that no font of the machine decides where boxes
 * end. Arial and Liberation Sans have the same. Source: Adobe's Core 14 AFM files.
 */
const WIDTHS: Readonly<Record<number, string>> = {
  191: "'",
  222: 'ijl',
  278: ' !,./:;If t',
  333: '()-r',
  500: 'Jcksvxyz',
  556: '0123456789?Labdeghnopqu_',
  584: '+<=>',
  611: 'FTZ',
  667: '&ABEKPSVXY',
  722: 'CDHNRUw',
  778: 'GOQ',
  833: 'Mm',
  944: 'W',
};

const WIDTH_OF = new Map(
  Object.entries(WIDTHS).flatMap(([width, characters]) => [...characters].map((one) => [one, Number(width)] as const)),
);

/** Bold is wider by about so much. */
const BOLD = 1.07;

/** Width of a line of text in pixels, a little more than it needs. */
export function widthOf(text: string, { size, isBold }: Font): number {
  const thousandths = [...text].reduce((sum, character) => sum + (WIDTH_OF.get(character) ?? 1000), 0);
  return Math.ceil((thousandths / 1000) * size * (isBold ? BOLD : 1));
}
