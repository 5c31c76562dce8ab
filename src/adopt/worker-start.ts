import { inTable } from '../values/in-table';
import { wordsOf } from './command-words';

/** What `prefect worker start` is given. */
export interface WorkerStart {
  readonly pool: string;
  readonly type?: string;
  readonly queues: readonly string[];
  readonly name?: string;
  readonly limit?: number;
  readonly prefetchSeconds?: number;
  readonly installPolicy?: string;
  /** Whether nothing else is in the command: no other option, and no program before or after it. */
  readonly isAll: boolean;
}

/** The container, as ECS starts it. */
interface Started {
  readonly entryPoint: readonly string[];
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

type Option = 'pool' | 'type' | 'queue' | 'name' | 'limit' | 'prefetch' | 'policy';

/** Source: `prefect worker start --help`. */
const OPTIONS: Readonly<Record<string, Option>> = {
  '-p': 'pool',
  '--pool': 'pool',
  '-t': 'type',
  '--type': 'type',
  '-q': 'queue',
  '--work-queue': 'queue',
  '-n': 'name',
  '--name': 'name',
  '-l': 'limit',
  '--limit': 'limit',
  '--prefetch-seconds': 'prefetch',
  '--install-policy': 'policy',
};

/** A stack adds these itself, where its file asks for them. */
const OF_THE_STACK = ['--with-healthcheck', '--no-create-pool-if-not-found'];

/** How a container starts a worker; undefined: it starts none. */
export function workerStartIn({ entryPoint, command, environment }: Started): WorkerStart | undefined {
  const found = wordsOf([...entryPoint, ...command], ['worker', 'start']);
  if (found === undefined) return undefined;
  const given: Record<Option, string[]> = {
    ...{ pool: [], type: [], queue: [], name: [], limit: [], prefetch: [], policy: [] },
  };
  const others: string[] = [];
  const rest = found.after.flatMap((word) => (word.startsWith('--') ? word.split(/=(.*)/s).filter(Boolean) : word));
  while (rest.length > 0) {
    const word = rest.shift() as string;
    const option = inTable(OPTIONS, word);
    if (option !== undefined) given[option].push(...rest.splice(0, 1).map((value) => ofVariable(value, environment)));
    else if (!OF_THE_STACK.includes(word)) others.push(word);
  }
  const [pool] = given.pool;
  if (pool === undefined) return undefined;
  const [type] = given.type;
  const [name] = given.name;
  const [limit, prefetchSeconds] = [given.limit[0], given.prefetch[0]].map(wholeNumber);
  const [installPolicy] = given.policy;
  const isNumber = [...given.limit, ...given.prefetch].every((value) => wholeNumber(value) !== undefined);
  return {
    pool,
    queues: given.queue,
    isAll: others.length === 0 && found.isAlone && isNumber,
    ...(type !== undefined && { type }),
    ...(name !== undefined && { name }),
    ...(limit !== undefined && { limit }),
    ...(prefetchSeconds !== undefined && { prefetchSeconds }),
    ...(installPolicy !== undefined && { installPolicy }),
  };
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** What a shell puts in the place of `$NAME`, where the definition of the container says it. */
function ofVariable(word: string, environment: Readonly<Record<string, string>>): string {
  const [, name = ''] = /^\$\{?(\w+)\}?$/.exec(word) ?? [];
  return environment[name] ?? word;
}
