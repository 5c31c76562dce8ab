import { KINDS, type PhysicalName } from './name-kinds';
import { ECS, type NameLimit } from './name-limits';

export type PhysicalNames = Readonly<Record<PhysicalName, string>>;

/** How names are built, and those that have one of their own. */
export interface Naming {
  readonly pattern: string;
  readonly own: Readonly<Partial<Record<PhysicalName, string>>>;
  /** What has a random end (name_prefix of the AWS provider). */
  readonly random?: readonly PhysicalName[];
}

/** A hyphen, and the 26 characters that the provider adds to a name_prefix (UniqueIDSuffixLength of its plugin SDK). */
const RANDOM_END = 27;

/** How many characters of a name are random. */
export function randomEndOf(of: PhysicalName, { random = [] }: Pick<Naming, 'random'>): number {
  const { randomEnd = RANDOM_END }: NameLimit = KINDS[of].limit;
  return random.includes(of) ? randomEnd : 0;
}

/** The physical names as a reader finds them: … stands for what AWS adds. */
export function shownNames(name: string, naming: Naming): PhysicalNames {
  const names = Object.entries(physicalNames(name, naming)).map(([of, text]) => [
    of,
    randomEndOf(of as PhysicalName, naming) > 0 ? `${text}-…` : text,
  ]);
  return Object.fromEntries(names) as PhysicalNames;
}

export const REFERENCE_NAMING: Naming = { pattern: '{kind}-{name}', own: {} };

/** The physical names of all that a stack makes. `name` may be text or a Terraform expression. */
export function physicalNames(name: string, naming: Naming = REFERENCE_NAMING): PhysicalNames {
  const ofNaming = namesBefore.get(naming) ?? new Map<string, PhysicalNames>();
  namesBefore.set(naming, ofNaming);
  const names = ofNaming.get(name) ?? allNames(name, naming);
  ofNaming.set(name, names);
  return names;
}

/** Many ask for the names of one environment. */
const namesBefore = new WeakMap<Naming, Map<string, PhysicalNames>>();

function allNames(name: string, naming: Naming): PhysicalNames {
  const names = Object.keys(KINDS).map((of) => [of, physicalName(of as PhysicalName, name, naming)]);
  return Object.fromEntries(names) as PhysicalNames;
}

/** One of the {@link physicalNames}. */
export function physicalName(of: PhysicalName, name: string, { pattern, own }: Naming): string {
  return own[of] ?? pattern.replace('{kind}', KINDS[of].kind).replace('{name}', () => name);
}

/** The name of a further worker's thing: the first one's, and its own behind it. */
export function behind(name: string, worker: string | undefined): string {
  return worker === undefined ? name : `${name}-${worker}`;
}

/** The longest `name` that fits into every physical name, in characters, and which one is the tightest. */
export function longestName(naming: Naming = REFERENCE_NAMING): { length: number; reason: string } {
  const { pattern, own } = naming;
  // The name of a file system is checked where one is created, together with its volume.
  const built = Object.entries(KINDS).filter(
    ([of]) => own[of as PhysicalName] === undefined && of !== 'flowRunVolume' && of !== 'workerVolume',
  );
  if (built.length === 0) return { length: ECS.longest, reason: 'no resource is named after it' };
  const around = pattern.replace('{kind}', '').replace('{name}', '').length;
  const room = built.map(([of, { kind, limit }]) => {
    const random = randomEndOf(of as PhysicalName, naming);
    return { length: limit.longest - random - kind.length - around, kind, limit, random };
  });
  const { length, kind, limit, random } = room.reduce((one, other) => (other.length < one.length ? other : one));
  const end = random === 0 ? '' : `, its random end of ${random} among them`;
  const name = pattern.replace('{kind}', kind).replace('{name}', 'NAME');
  return { length, reason: `${name} is the name of ${limit.of}, which AWS limits to ${limit.longest}${end}` };
}
