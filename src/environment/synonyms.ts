import { inTable } from '../values/in-table';
import { regionMeant } from '../values/region-names';

/** The allowed value that is meant by a word of others. */
export function synonym(given: unknown, known: readonly string[]): string | undefined {
  const words = inTable(SYNONYMS, String(given).toLowerCase()) ?? [];
  // A capability of Linux, and the platform of an image.
  const word = String(given).replace(/^(CAP_|linux\/)/, '');
  const ofPlatform = inTable(SYNONYMS, word.toLowerCase()) ?? [];
  return [...words, word, ...ofPlatform, regionMeant(String(given))].find(
    (value) => value !== undefined && known.includes(value),
  );
}

/** What others call a value. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  '*': ['all'],
  '-1': ['all'],
  aarch64: ['arm64'],
  amd64: ['x86_64'],
  any: ['all'],
  anywhere: ['all'],
  arm: ['arm64'],
  basic: ['auth_string'],
  cloud: ['api_key'],
  everything: ['all'],
  false: ['disabled', 'DISABLED', 'none'],
  'fargate-spot': ['fargate_spot'],
  fargatespot: ['fargate_spot'],
  graviton: ['arm64'],
  https: ['https_only'],
  instances: ['ec2'],
  intel: ['x86_64'],
  'on-demand': ['fargate'],
  on_demand: ['fargate'],
  spot: ['fargate_spot'],
  true: ['enabled', 'ENABLED', 'single'],
  x64: ['x86_64'],
  x86: ['x86_64'],
};
