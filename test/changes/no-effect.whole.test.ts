import { join } from 'node:path';
import type { Environment } from '../../src/environment/environment';
import { sampled } from '../helpers/sampled';
import { type Option, optionsIn, stackFile } from '../pairwise/options';
import { STACKS } from './contexts';
import { accepted, type Probe, probesOf } from './probes';
import { rowOf } from './rows';

/** Fields whose effect is not in what Terraform reads, or which say what holds anyway. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'bucket.results.folder': 'the commands of the runbook that create the block have it',
  'capacity.provider': 'type: provider requires it, and decides of a task definition alone that it is for instances',
  'network.assign_public_ip': 'the command of the runbook that tries the network has it, with a service or without',
  'network.create.endpoints': 'the stack adds some of these by itself',
  'network.required_egress': 'the rules of the stack file may have all that is required',
  'network.security_groups': 'as network.assign_public_ip',
  'prefect.workspace': 'the IDs of a workspace are inputs; the command of the runbook that finds them has its handles',
};

const SHAPES = optionsIn(join(__dirname, 'shapes.yaml')).filter(({ fields }) => Object.keys(fields).length > 0);

/** A part of all of them (`2/100`), or those with some words: `NO_EFFECT='existing topic'`. All take most of an hour. */
const TRIED = process.env['NO_EFFECT'] ?? (process.env['SAMPLES'] === 'all' ? '1/50' : undefined);

const PAIRS = SHAPES.flatMap((shape) => STACKS.map((option) => ({ shape, option })));

test('a field of which another value comes to the same has a message', () => {
  const silent = chosen().flatMap(({ shape, option }) =>
    silentIn(shape, option).map(({ words }) => `${shape.words}, ${option.words}: ${words}`),
  );
  expect(silent).toEqual([]);
});

function chosen(): typeof PAIRS {
  if (TRIED === undefined) return sampled(PAIRS, 12);
  const [, part, parts] = /^(\d+)\/(\d+)$/.exec(TRIED) ?? [];
  if (part !== undefined) return PAIRS.filter((_, index) => index % Number(parts) === Number(part) - 1);
  return PAIRS.filter(({ shape, option }) => new RegExp(TRIED).test(`${shape.words}, ${option.words}`));
}

/** What an option sets in an environment of this shape, and might as well not. */
function silentIn(shape: Option, option: Option): Probe[] {
  const file = stackFile([shape, option]);
  const environment = accepted(file, 'test');
  if (environment === undefined) return [];
  let emitted: string | undefined;
  return probesOf(file, option.fields, 'test').filter((probe) => {
    const { kind, field, effects } = probe;
    if (kind !== 'changed' || effects.every((effect) => effect === 'has no effect on AWS')) return false;
    if (field.replace(/\[\]$/, '') in ELSEWHERE || isSaid(environment, probe)) return false;
    emitted ??= emittedOf(environment);
    return emitted === emittedOf(probe.environment);
  });
}

function isSaid(environment: Environment, { words, environment: changed }: Probe): boolean {
  return [environment, changed].some(({ warnings }) =>
    warnings.some(({ path = '' }) => words.startsWith(`${path}.`) || words.startsWith(`${path}:`)),
  );
}

/** What Terraform reads; without the inputs that nothing in it refers to. */
function emittedOf(environment: Environment): string {
  const { document, templates } = rowOf(environment, environment.name);
  const { variable = {}, ...others } = { ...document };
  const body = JSON.stringify([others, [...templates]]);
  const used = Object.entries(variable).filter(([name]) => body.includes(`var.${name}`));
  return JSON.stringify([body, used]);
}
