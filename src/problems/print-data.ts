import { visibleLines } from './visible-text';

/**
 * Prints what a command was asked for. Whoever reads only a part of it, as head does, has what they want; where it
 * cannot be written for another reason, the command fails: console.log says nothing of that.
 */
export function printData(text: string): void {
  process.stdout.once('error', () => {});
  try {
    process.stdout.write(`${text}\n`, (error) => {
      if (error) fail(error);
    });
  } catch (error) {
    fail(error as Error);
  }
}

/** A document to print: JSON reads an escaped character as the character. */
export function jsonOf(document: object): string {
  return visibleLines(JSON.stringify(document, undefined, 2));
}

function fail({ code }: NodeJS.ErrnoException): void {
  if (code === 'EPIPE') return;
  process.stderr.write(`standard output\n    cannot be written (${code})\n    → free the disk, or set another file\n`);
  process.exitCode = 1;
}
