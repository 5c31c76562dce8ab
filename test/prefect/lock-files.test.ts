import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { dockerfile } from '../../src/features/image/dockerfile';
import { withPrefect } from '../helpers/prefect-real';
import { PREFECT_BIN } from '../helpers/prefect-tools';
import { succeed } from '../helpers/run';
import { sampled } from '../helpers/sampled';
import { environmentOf, scratchFolder } from '../helpers/stack-files';

const PROJECTS: Readonly<Record<string, Readonly<Record<string, string>>>> = parse(
  readFileSync(join(__dirname, 'lock-files.yaml'), 'utf8'),
);

withPrefect('the Dockerfile of a project with a lock file', () => {
  test.each(sampled(Object.entries(PROJECTS), 1))('installs what %s locks', async (lockFile, files) => {
    const folder = scratchFolder();
    const locked = join(folder, 'locked');
    mkdirSync(locked);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(locked, name), text);
    const lines = dockerfile(environmentOf({ image: { lock_file: lockFile, repository: {} } })).split('\n');
    const isTool = (line: string) => /^RUN .*\/tool\b/.test(line);
    for (const line of lines.filter(isTool)) await sh(line, { '/tool': join(folder, 'tool') });
    const requirements = join(folder, 'requirements.txt');
    // Pipenv writes the registry that the lock file names, which need not be the one of this machine.
    writeFileSync(requirements, readFileSync(join(locked, 'requirements.txt'), 'utf8').replace(/^-i .*\n/m, ''));
    await succeed('python', ['-m', 'venv', join(folder, 'image')], { env });
    const install = lines.find((line) => line.startsWith('RUN pip install')) ?? '';
    await sh(install, {
      '/tmp/requirements.txt': requirements,
      'RUN pip': `RUN ${join(folder, 'image', 'bin', 'pip')}`,
    });
    const python = join(folder, 'image', 'bin', 'python');
    const { stdout } = await succeed(python, [
      '-c',
      'from importlib.metadata import version; print(version("iniconfig"))',
    ]);
    expect(stdout.trim()).toBe('2.0.0');

    /** What a line of the Dockerfile runs, in these places instead. */
    function sh(line: string, places: Readonly<Record<string, string>>) {
      const command = Object.entries(places).reduce((text, [from, to]) => text.replaceAll(from, to), line);
      return succeed('sh', ['-c', command.replace('RUN ', '')], { cwd: locked, env });
    }
  });
});

const env = { ...process.env, PATH: `${PREFECT_BIN}:${process.env['PATH']}` };
