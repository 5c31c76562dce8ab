import { diskProblem, refuseDiskProblem } from '../../src/disk/disk-problems';
import { ConfigError } from '../../src/problems/errors';

const answer = (code: string, others: object = { syscall: 'open', path: 'generated' }) =>
  Object.assign(new Error(`${code}: as Node says it`), { code, ...others });

test.each([
  ['EACCES', 'you have no permission for it (EACCES)', 'run this as its owner, or use another folder: --out DIR'],
  ['EROFS', 'the file system is read-only (EROFS)', 'use another folder: --out DIR'],
  ['ENOSPC', 'the disk is full (ENOSPC)', 'free some space, and run this again'],
  ['EDQUOT', 'the disk is full (EDQUOT)', 'free some space, and run this again'],
  ['EFBIG', 'would be larger than a file may be here (EFBIG)', 'raise the limit (ulimit -f), and run this again'],
  [
    'EMFILE',
    'too many files are open (EMFILE)',
    'end other programs, or raise the limit (ulimit -n), and run this again',
  ],
  [
    'ELOOP',
    'leads through links that lead to each other (ELOOP)',
    'remove one of the links, or use another folder: --out DIR',
  ],
  [
    'ENAMETOOLONG',
    'the name is longer than the file system takes (ENAMETOOLONG)',
    'use a shorter name, or use another folder: --out DIR',
  ],
  [
    'ENOENT',
    'its folder is a link to nothing, or was removed meanwhile (ENOENT)',
    'remove the link, or use another folder: --out DIR',
  ],
  ['ENOTDIR', 'a file stands where a folder is needed (ENOTDIR)', 'move it away, or use another folder: --out DIR'],
  ['EIO', 'cannot be used (open) (EIO)', 'use another folder: --out DIR'],
])('the answer %s of a file system is put into words, with a way out', (code, message, hint) => {
  expect(diskProblem('generated', answer(code))).toEqual({ file: 'generated', message, hint });
});

test.each(['.', '', './'])('the folder %j that a command was started in is named', (place) => {
  expect(diskProblem(place, answer('EACCES')).file).toBe(process.cwd());
});

test('where there is another way out than a folder of the command line, it is said', () => {
  expect(diskProblem('generated', answer('EACCES'), 'set TMPDIR').hint).toBe('run this as its owner, or set TMPDIR');
});

test('what only the machine can answer is shown without a trace', () => {
  expect(() => refuseDiskProblem(answer('ENOSPC'))).toThrow(ConfigError);
  expect(() => refuseDiskProblem(answer('ENOSPC'))).toThrow('generated\n    the disk is full');
});

test.each([
  ['an answer that a program asked for', answer('ENOENT')],
  ['an error of no file', answer('EACCES', { syscall: 'connect' })],
  ['an error of no call', answer('EACCES', { path: 'generated' })],
  ['a bug', new TypeError('x is undefined')],
])('%s keeps its trace', (_, error) => {
  expect(() => refuseDiskProblem(error)).toThrow(error);
});
