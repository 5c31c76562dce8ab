import { Printer } from '../../src/commands/printer';

test('what a terminal obeys or hides, in the name of a file for example, is shown, lines stay lines, and a secret is hidden', () => {
  const printed: string[] = [];
  const before = console.error;
  console.error = (text: string) => printed.push(text);
  try {
    const printer = new Printer({ json: false, quiet: false });
    printer.note('left \u001b[31mx\nleft \u202ey');
    printer.status('wrote \u0000');
    printer.note('left https:/user:hunter2@host/stacks as it is');
    printer.status('read https://user:hunter2@host/README.md');
  } finally {
    console.error = before;
  }
  expect(printed).toEqual([
    'left \\u001b[31mx\nleft \\u202ey',
    'wrote \\u0000',
    'left https://…@host/stacks as it is',
    'read https://…@host/README.md',
  ]);
});
