/** In pixels. */
export const FONT_SIZES = { group: 15, title: 15, note: 13, label: 13 } as const;
export const LINE_HEIGHT = 19;
/** Between a box and its text. */
export const PADDING = 10;
