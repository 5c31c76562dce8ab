import { jsonOf, printData } from '../problems/print-data';
import { withoutSecrets } from '../problems/secret-texts';
import { visibleLines } from '../problems/visible-text';

/** Options of a command that decide how it prints. */
export interface Printing {
  readonly json: boolean;
  readonly quiet: boolean;
}

/** The data that a command was asked for goes to stdout, and what it did or found on the way to stderr. */
export class Printer {
  constructor(private readonly printing: Printing) {}

  /** For people who wait; left out with --quiet. */
  status(text: string): void {
    // The cdktf CLI shows what its app prints on stderr as an error.
    if (!this.printing.quiet && process.env['CDKTF_OUTDIR'] === undefined) this.note(text);
  }

  /** What a person must see to. */
  note(text: string): void {
    console.error(visibleLines(withoutSecrets(text)));
  }

  /** As JSON with --json, and as text else. */
  data(document: object, text: () => string): void {
    const printed = this.printing.json ? jsonOf(document) : text();
    if (printed !== '') printData(printed);
  }
}
