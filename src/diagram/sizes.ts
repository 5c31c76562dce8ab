export interface Font {
  /** In pixels. */
  readonly size: number;
  readonly isBold: boolean;
}

const BOLD: Font = { size: 15, isBold: true };
const PLAIN: Font = { size: 13, isBold: false };
export const FONTS = { group: BOLD, title: BOLD, note: PLAIN, label: PLAIN } as const;
export const LINE_HEIGHT = 19;
/** Between a box and its text. */
export const PADDING = 10;
