/** What a link to a section of the page ends in, as GitHub has it. */
export function anchorOf(title: string): string {
  return title.toLowerCase().replaceAll('?', '').replaceAll(' ', '-');
}
