import { join } from 'node:path';
import { environmentFolderOf, RECORD } from '../disk/record';
import { ConfigError, type Problem } from '../problems/errors';
import type { FileStream } from './generate';
import { finishKilledRuns } from './journal';
import { notOnDisk, onDisk } from './on-disk';
import { ourFiles, removeOurs } from './our-files';
import { inTheWay, statesToLose, unwritable } from './refusals';
import { Staging } from './staging';
import { difference, type Staleness } from './staleness';
import { remoteState } from './states';
import { locked } from './write-lock';

/** What a run did; `notes` say what it removed, and what it left for a person to see to. */
export interface Written extends Staleness {
  readonly notes: readonly string[];
}

/**
 * Compares `folder` with what it should hold. Files that Terraform or a person put beside ours are left alone.
 * `kept`: the folders of all environments, where `files` are those of some.
 */
export function compare(folder: string, files: FileStream, kept?: readonly string[]): Staleness {
  return onDisk(folder, () => difference(folder, files, kept));
}

/**
 * Makes `folder` hold `files`, and nothing that we wrote for an environment before and write no more. What others put
 * there stays. Everything is written beside its place first and then moved there in one go that no signal interrupts.
 * @throws ConfigError when an environment to be removed still has a local state, when a file would be overwritten that
 * is not ours, and when a folder cannot be written; nothing is changed then. Folders of environments in `kept` stay.
 */
export function write(folder: string, files: FileStream, kept?: readonly string[]): Written {
  return writing(folder, (staging) => {
    const staleness = difference(folder, files, kept, staging.add);
    refuse([...statesToLose(folder, staleness.abandoned), ...inTheWay(folder, staleness)]);
    return replace(folder, staging, staleness);
  });
}

/** {@link write} for some environments: the others stay as they are. */
export function writeOnly(folder: string, files: FileStream): Written {
  return writing(folder, (staging) => {
    const staleness = { ...difference(folder, files, undefined, staging.add), abandoned: [] };
    refuse(inTheWay(folder, staleness));
    return replace(folder, staging, staleness);
  });
}

/**
 * Does `work` while no other run writes into `folder`, and after what a killed one left is finished. Whoever reads what
 * to write within it never overwrites what another run has read later.
 */
export function alone<Result>(folder: string, work: () => Result): Result {
  return onDisk(folder, () =>
    locked(folder, (isAlone) => {
      if (isAlone) finishKilledRuns(folder);
      return notOnDisk(work);
    }),
  );
}

function writing(folder: string, work: (staging: Staging) => Written): Written {
  return alone(folder, () =>
    onDisk(folder, () => {
      const staging = new Staging(folder);
      try {
        return work(staging);
      } finally {
        staging.remove();
      }
    }),
  );
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new ConfigError(problems);
}

function changedMeanwhile(folder: string, path: string): string {
  return `left ${join(folder, path)}: it was changed while this run wrote. Run it again`;
}

function replace(folder: string, staging: Staging, staleness: Staleness): Written {
  const { missing, changed, obsolete, abandoned } = staleness;
  const paths = [...missing, ...changed];
  if (paths.length + obsolete.length + abandoned.length === 0) return { ...staleness, notes: [] };
  refuse(unwritable(folder, [...paths, ...obsolete, ...abandoned.map((path) => `${path}/${RECORD}`)]));
  const notes = notesOn(folder, staleness);
  // What cannot be read there is said before anything is written.
  for (const environment of abandoned) ourFiles(folder, environment);
  const left = staging.carryOut(obsolete, () =>
    notes.push(...abandoned.map((environment) => removeOurs(folder, environment))),
  );
  return { ...staleness, notes: [...notes, ...left.map((path) => changedMeanwhile(folder, path))] };
}

function notesOn(folder: string, { changed, obsolete, edited, abandoned }: Staleness): string[] {
  const overwritten = changed.filter((path) => {
    const environment = environmentFolderOf(path);
    if (environment === undefined) return false;
    return ourFiles(folder, environment).some((ours) => ours.path === path && ours.isEdited);
  });
  return [
    ...overwritten.map((path) => `replaced ${join(folder, path)}, which was edited`),
    ...obsolete.map((path) => `removed ${join(folder, path)}: it is no longer generated`),
    ...edited.map((path) => `left ${join(folder, path)}: it is no longer generated, but was edited`),
    ...abandoned.flatMap((environment) => {
      const place = join(folder, environment);
      const state = remoteState(place);
      if (state === undefined) return [];
      return `${place} has no stack file, but its state in ${state} may still hold what it created. If it was not destroyed: put the stack file back, synthesize, run terraform destroy, then remove the stack file`;
    }),
  ];
}
