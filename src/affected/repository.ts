import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { ConfigError } from '../problems/errors';

const WRONG_USE = 2;

/** A file of a revision. */
export interface Entry {
  /** Hash of its content, as git names it. */
  readonly id: string;
  readonly isLink: boolean;
}

/** A git repository, read by git itself: nothing in it or in its work tree is changed. */
export class Repository {
  private constructor(private readonly root: string) {}

  /** The repository that a folder is in. @throws ConfigError where there is none. */
  static around(folder: string): Repository {
    const { status, stdout, stderr } = git(folder, ['rev-parse', '--show-toplevel']);
    if (status === 0) return new Repository(stdout.toString().trimEnd());
    const message = /not a git repository/.test(stderr) ? 'is not in a git repository' : gitsWords(stderr);
    throw failure(folder, message, 'run this in a clone of the repository, or set it: --dir DIR');
  }

  /** A path of the file system as the repository has it, with forward slashes. @throws ConfigError where it is outside. */
  pathOf(path: string): string {
    const inside = relative(realpathSync(this.root), realPath(resolve(path)));
    if (!inside.startsWith('..') && !isAbsolute(inside)) return inside.replaceAll('\\', '/');
    throw failure(path, `is outside of the git repository ${this.root}`, 'set a folder of this repository: --dir DIR');
  }

  /**
   * The commit where the history of a revision and of the current one part; for the revision of zeros that GitHub and
   * GitLab set as the one before the first push of a branch, the tree without files. @throws ConfigError where git knows
   * none.
   */
  mergeBase(revision: string): string {
    if (isBeforeFirstPush(revision)) return this.run(['hash-object', '-t', 'tree', '--stdin']).stdout.toString().trim();
    const commit = this.line(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
    const isShallow = this.line(['rev-parse', '--is-shallow-repository']) === 'true';
    if (commit === undefined) {
      const { message, hint } = this.missing(revision, isShallow);
      throw failure('--base', message, hint);
    }
    const base = this.line(['merge-base', commit, 'HEAD']);
    if (base !== undefined) return base;
    const message = `${revision} and HEAD have no common commit${isShallow ? ' in this shallow clone' : ''}`;
    throw failure('--base', message, isShallow ? DEEPEN : 'set a revision of the same history');
  }

  /** Why git knows no commit of this name. */
  private missing(revision: string, isShallow: boolean): { readonly message: string; readonly hint: string } {
    if (revision.trim() === '') {
      return { message: 'is empty', hint: 'set a branch, tag or commit, for example origin/main' };
    }
    if (this.line(['rev-parse', '--verify', '--quiet', 'HEAD']) === undefined) {
      return { message: 'the repository has no commit yet', hint: 'commit first: git add --all && git commit' };
    }
    const type = this.line(['cat-file', '-t', revision]);
    if (type === 'tree' || type === 'blob') {
      return { message: `${revision} is a ${type} of git`, hint: 'set a branch, tag or commit' };
    }
    const hint = isShallow
      ? `this clone is shallow: ${DEEPEN}`
      : `fetch it (git fetch origin), or set a branch, tag or commit that git log ${revision} shows`;
    return { message: `there is no git revision ${JSON.stringify(revision)}`, hint };
  }

  /** All files of a revision, by path. */
  files(revision: string): ReadonlyMap<string, Entry> {
    const { stdout } = this.run(['ls-tree', '-r', '-z', '--full-tree', revision]);
    const lines = stdout.toString().split('\0').filter(Boolean);
    return new Map(
      lines.flatMap((line): [string, Entry][] => {
        const [, mode, type, id = '', path = ''] = /^(\d+) (\w+) (\w+)\t(.*)$/s.exec(line) ?? [];
        return type === 'blob' ? [[path, { id, isLink: mode === '120000' }]] : [];
      }),
    );
  }

  /** The contents of files, in the order of their ids. */
  contents(ids: readonly string[]): Buffer[] {
    if (ids.length === 0) return [];
    const { stdout } = this.run(['cat-file', '--batch'], `${ids.join('\n')}\n`);
    let at = 0;
    return ids.map(() => {
      const end = stdout.indexOf('\n', at);
      const size = Number(stdout.subarray(at, end).toString().split(' ')[2]);
      at = end + 1 + size + 1;
      return stdout.subarray(end + 1, end + 1 + size);
    });
  }

  private line(args: readonly string[]): string | undefined {
    const { status, stdout } = git(this.root, args);
    return status === 0 ? stdout.toString().trimEnd() : undefined;
  }

  private run(args: readonly string[], input = '') {
    const done = git(this.root, args, input);
    if (done.status !== 0) throw failure(this.root, gitsWords(done.stderr), 'look at the repository with git fsck');
    return done;
  }
}

/**
 * Sources: https://docs.github.com/en/webhooks/webhook-events-and-payloads#push (`before`),
 * https://docs.gitlab.com/ci/variables/predefined_variables/ (`CI_COMMIT_BEFORE_SHA`).
 */
export function isBeforeFirstPush(revision: string): boolean {
  return /^(0{40}|0{64})$/.test(revision);
}

/** Without links, also of what is not there yet. */
function realPath(path: string): string {
  return existsSync(path) ? realpathSync(path) : join(realPath(dirname(path)), basename(path));
}

const DEEPEN = 'fetch the history: git fetch --unshallow; in GitHub Actions, set fetch-depth: 0 for actions/checkout';

function git(folder: string, args: readonly string[], input = '') {
  const { error, status, stdout, stderr } = spawnSync('git', ['-C', folder, ...args], {
    input,
    maxBuffer: 2 ** 30,
    // Its words are looked at, and shown.
    env: { ...process.env, LC_ALL: 'C' },
  });
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') {
    throw failure('git', 'is not installed, or not on the PATH', 'install git');
  }
  if (error) throw error;
  return { status, stdout, stderr: stderr.toString() };
}

function gitsWords(stderr: string): string {
  return `git cannot read it: ${stderr.trim().split('\n')[0]}`;
}

function failure(file: string, message: string, hint: string): ConfigError {
  return new ConfigError([{ file, message, hint }], WRONG_USE);
}
