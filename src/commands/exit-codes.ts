/** How commands end, as every help text has it. */
export const EXIT_CODES = `
Exit codes:
  0  fine; there may be warnings
  1  mistakes in the stack files; for check also: the output folder is not up to date; for doctor: problems
  2  wrong use of the command: an unknown option, environment or folder; for doctor also: something could not be looked at`;

export const WRONG_USE = 2;
