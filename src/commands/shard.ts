import { InvalidArgumentError, Option } from 'commander';
import type { Environment } from '../environment/environment';
import { environmentFolder, generateShard, partOf, type Shard } from '../output/generate';
import { type Written, write, writeOnly } from '../output/output';

export function shardOption(): Option {
  return new Option(
    '--shard <number/of>',
    'write one part of several, as 2/8; all parts together are the whole',
  ).argParser(toShard);
}

function toShard(text: string): Shard {
  const [, number = 0, of = 0] = /^(\d{1,4})\/(\d{1,4})$/.exec(text)?.map(Number) ?? [];
  if (number >= 1 && number <= of) return { number, of };
  throw new InvalidArgumentError('Set the number of the part and how many there are, for example 2/8.');
}

/** Writes one part. The first one also removes the folders without a stack file. */
export function writeShard(out: string, environments: readonly Environment[], shard: Shard): Written {
  if (partOf(environments, shard).length === 0) return NOTHING;
  const files = generateShard(environments, shard);
  const kept = environments.map(({ name }) => environmentFolder(name));
  return shard.number === 1 ? write(out, files, kept) : writeOnly(out, files);
}

const NOTHING: Written = { missing: [], changed: [], obsolete: [], edited: [], abandoned: [], notes: [] };
