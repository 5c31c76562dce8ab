import { Printer } from '../../src/commands/printer';

test('what a terminal obeys or hides, in the name of a file for example, is shown, and lines stay lines', () => {
  const printed: string[] = [];
  const before = console.error;
  console.error = (text: string) => printed.push(text);
  try {
    const printer = new Printer({ json: false, quiet: false });
    printer.note('left \u001b[31mx\nleft \u202ey');
    printer.status('wrote \u0000');
  } finally {
    console.error = before;
  }
  expect(printed).toEqual(['left \\u001b[31mx\nleft \\u202ey', 'wrote \\u0000']);
});
