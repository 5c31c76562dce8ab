/** What a stack consists of, in the words of the page. */
const THINGS = [
  'the access points',
  'the alarms',
  'the alarm topic',
  'the bucket',
  'the capacity provider',
  'the CI role',
  'the cluster',
  'the gateways, peerings and routes',
  'the dashboard',
  'the endpoints',
  'the execution role',
  'the entry in Cloud Map',
  'the exec log group',
  'the file systems',
  'the flow log',
  'the instances',
  'the log group',
  'the log group of flow runs',
  'the mail subscriptions',
  'the namespace',
  'the NAT gateways',
  'the output parameters',
  'the permissions',
  'the queues',
  'the repository',
  'the roles',
  'the roles of flow runs',
  'the rule of service events',
  'the rules of the queue',
  'the scaling',
  'the secret',
  'the secrets of the worker',
  'the security group',
  'the security group of flow runs',
  'the security group rules',
  'the service',
  'the subnets',
  'the targets of service events',
  'the task definition of flow runs',
  'the task role',
  'the VPC',
] as const;

export type Thing = (typeof THINGS)[number];

/**
 * What a change of a field does to what is applied. `replaces`: the new one is created first, and its users move to it
 * before the old one is deleted. `with a gap`: the old one is deleted first.
 */
export type Effect =
  | 'has no effect on AWS'
  | 'does what terraform plan shows'
  | 'restarts the worker'
  | 'restarts the further worker'
  | 'creates or deletes the further worker'
  | 'requires an update of the work pool'
  | 'updates the work pool'
  | 'requires terraform init -migrate-state'
  | 'requires terraform init -upgrade'
  | 'replaces what it names'
  | 'replaces everything'
  | 'replaces what the stack has in the VPC'
  | 'updates everything'
  | 'updates what it names'
  | 'updates what refers to it'
  | `updates ${Thing}`
  | `replaces ${Thing}`
  | `replaces ${Thing} with a gap`
  | `creates or deletes ${Thing}`;

/** What a field says of its change, beside its description. What is within it does the same, unless it says otherwise. */
export interface Change {
  readonly effects: readonly Effect[];
  /** Of a group that is added and removed as a whole: what a change of a field in it does, unless that says otherwise. */
  readonly within?: readonly Effect[];
  /** What to do, or what is lost. */
  readonly note?: string;
  /** The same where an apply manages the work pool. */
  readonly noteIfManaged?: string;
}

/** What a field says of its change beside what the group that it is in says. */
export interface FurtherChange {
  readonly effects: readonly Effect[];
  /** Of a group that is added and removed as a whole: a change of a field in it does only what the group around it says. */
  readonly isOfPresence: boolean;
}

/** For `.meta()` of a field. */
export function onChange(...effects: readonly Effect[]): { readonly change: Change } {
  return { change: { effects } };
}

/** For `.meta()` of a group that is added and removed as a whole, and of whose fields a change does something else. */
export function onPresence(effects: readonly Effect[], within: readonly Effect[]): { readonly change: Change } {
  return { change: { effects, within } };
}

/** For `.meta()` of a field that several groups have: it does what the group says, and this. */
export function onChangeToo(...effects: readonly Effect[]): { readonly furtherChange: FurtherChange } {
  return { furtherChange: { effects, isOfPresence: false } };
}

/** {@link onPresence} of a group that several groups have: to add or remove it does what the group around it says, and this. */
export function onPresenceToo(...effects: readonly Effect[]): { readonly furtherChange: FurtherChange } {
  return { furtherChange: { effects, isOfPresence: true } };
}

/** For `.meta()` of a field, with what to do, or what is lost. */
export function onChangeWith(note: string, ...effects: readonly Effect[]): { readonly change: Change } {
  return { change: { effects, note } };
}

const REPLACED = 'The apply replaces the work pool: deploy its deployments again.';

/** What becomes of the work pool, by what of it changes. `managed`: where an apply manages it. */
const POOL_NOTES = {
  name: { output: 'Then create the new work pool.', managed: REPLACED },
  type: { output: 'A work pool keeps its type: use one of the new type.', managed: REPLACED },
  place: {
    output: 'Then create the work pool there.',
    managed: 'First remove the work pool from the state, with terraform state rm.',
  },
} as const;

/** {@link onChangeWith}, with what becomes of the work pool. */
export function onChangeWithPool(
  changed: keyof typeof POOL_NOTES,
  ...effects: readonly Effect[]
): { readonly change: Change } {
  const { output, managed } = POOL_NOTES[changed];
  return { change: { effects, note: output, noteIfManaged: managed } };
}

/** What a change does where an apply manages the work pool, or does not. */
export function changeWhere(isManaged: boolean, { noteIfManaged, ...change }: Change): Change {
  if (!isManaged) return change;
  return {
    ...change,
    effects: change.effects.map((effect) =>
      effect === 'requires an update of the work pool' ? 'updates the work pool' : effect,
    ),
    ...(noteIfManaged !== undefined && { note: noteIfManaged }),
  };
}

/** What both do. */
export function changeWith(of: Change | undefined, { effects, isOfPresence }: FurtherChange): Change {
  const inherited = of?.effects ?? [];
  return { effects: [...new Set([...inherited, ...effects])], ...(isOfPresence && { within: inherited }) };
}

/** `restarts the worker and updates the permissions. NOTE` */
export function changeInWords({ effects, note, noteIfManaged }: Change): string {
  const phrases = phrasesOf(effects);
  const last = phrases.at(-1) ?? '';
  const list = phrases.length < 2 ? last : `${phrases.slice(0, -1).join(', ')} and ${last}`;
  if (note === undefined) return list;
  return `${list}. ${note}${noteIfManaged === undefined ? '' : ` With work_pool: managed: ${noteIfManaged}`}`;
}

/** One phrase for all that happens to a thing: `creates, deletes or updates the scaling`. */
function phrasesOf(effects: readonly Effect[]): string[] {
  const verbsOf = new Map<string, string[]>();
  for (const effect of effects) {
    const [, verbs = '', thing = ''] = /^(creates or deletes|updates|replaces) (.+)$/.exec(effect) ?? [];
    const key = thing === '' ? effect : thing;
    verbsOf.set(key, [...(verbsOf.get(key) ?? []), ...verbs.split(' or ')]);
  }
  return [...verbsOf].map(([thing, verbs]) => `${oneOfThem(verbs)} ${thing}`.trim());
}

function oneOfThem(verbs: readonly string[]): string {
  return verbs.length < 2 ? verbs.join('') : `${verbs.slice(0, -1).join(', ')} or ${verbs.at(-1)}`;
}
