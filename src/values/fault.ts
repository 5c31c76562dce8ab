/** What is wrong with a value, as the rest of a sentence that its field begins, and what to do. */
export interface Fault {
  readonly message: string;
  readonly hint: string;
}

/** A fault with what comes of it. */
export function leadingTo(consequence: string, fault: Fault | undefined): Fault | undefined {
  return fault && { ...fault, message: `${fault.message}: ${consequence}` };
}
