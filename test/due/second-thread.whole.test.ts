import { join } from 'node:path';
import { type Message, SecondThread } from '../../src/due/second-thread';
import { loadProject } from '../../src/environment/load';
import { eachFolder, type Files, listedOf } from '../../src/output/generate';
import { ConfigError, type Problem } from '../../src/problems/errors';
import { environmentName, writeStacks } from '../bench/stacks';
import { scratchFolder } from '../helpers/stack-files';

const NAMES = [environmentName(0), environmentName(1)];
const stacks = writeStacks(join(scratchFolder(), 'stacks'), NAMES.length);
const { environments, found, read } = loadProject(stacks);
const folders = [...eachFolder([...environments.values()])];

const FOUND: Message = {
  kind: 'found',
  found: new Map([...found].map(([name, one]) => [name, { ...one, stack: { name } }])),
  read: [...read],
};
const [FIRST, SECOND] = folders.map(
  ({ environment, files }): Message => ({ kind: 'folder', files, listed: listedOf(environment) }),
) as [Message, Message];
const FAILED: Message = { kind: 'failed' };

/** A thread that sends these messages, and then nothing more. */
function sending(...messages: Message[]): SecondThread {
  const next = () => messages.shift();
  return new SecondThread(stacks, NAMES, { next, wait: next });
}

function pathsOf(all: Iterable<Files>): string[] {
  return [...all].flatMap((files) => [...files.keys()]);
}

const ALL = pathsOf(folders.map(({ files }) => files));

test('what it found is asked for only of its own environments', () => {
  const thread = sending(FOUND);
  expect(thread.foundOf('another')).toBeUndefined();
  expect(thread.read).toEqual([]);
  expect(thread.foundOf(NAMES[1] as string)).toMatchObject({ own: { environment: NAMES[1] } });
  expect(thread.read).toEqual([...read]);
});

test.each([
  ['has failed', [FAILED]],
  ['found a mistake', [{ kind: 'mistakes', mistakes: [] } as const]],
  ['is dead', []],
])('a thread that %s before it has found anything leaves all to the first one', (_, messages) => {
  const thread = sending(...messages);
  expect(NAMES.map((name) => thread.foundOf(name))).toEqual([undefined, undefined]);
  expect([pathsOf(thread.ready()), pathsOf(thread.rest())]).toEqual([[], []]);
});

test.each([
  ['sends all', [FIRST, SECOND]],
  ['fails after the first folder', [FIRST, FAILED]],
  ['dies after the first folder', [FIRST]],
  ['dies before the first folder', []],
])('of a thread that %s each folder is there once', (_, messages) => {
  const thread = sending(FOUND, ...messages);
  for (const name of NAMES) thread.foundOf(name);
  expect([...pathsOf(thread.ready()), ...pathsOf(thread.rest())]).toEqual(ALL);
  expect(NAMES.map((name) => thread.listedOf(name)?.entry.name)).toEqual(NAMES);
});

test('mistakes that only a synthesis finds are thrown, after the folders that are there', () => {
  const mistake: Problem = { file: 'a.yaml', message: 'is wrong' };
  const thread = sending(FOUND, FIRST, { kind: 'mistakes', mistakes: [mistake] });
  for (const name of NAMES) thread.foundOf(name);
  expect(pathsOf(thread.ready())).toEqual(ALL.filter((path) => path.startsWith(`stacks/${NAMES[0]}/`)));
  expect(() => pathsOf(thread.rest())).toThrow(new ConfigError([mistake]));
});
