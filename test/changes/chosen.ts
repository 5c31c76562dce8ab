import { sampled } from '../helpers/sampled';
import type { Option } from '../pairwise/options';
import { STACKS } from './contexts';

/** Which stack files are changed: `all`, `quick`, a part of them (`2/6`), or words of some; otherwise the commit chooses. */
const TRIED = process.env['CHANGES'];

/** Those that the commit chooses among for plans: each is applied by the emulator as a whole, in seconds. */
const QUICK = new Set([
  ...['service: timeouts', 'network: by parameters', 'API: URL in a parameter', 'API key: existing parameter'],
  ...[
    'size: least',
    "worker's task role: given",
    'execution role: with own rights',
    'names: own ones of images in ECR',
  ],
  ...['names: own ones of an auth string', 'log options: that outlive the stack', 'cluster: existing by ARN'],
  ...['egress: all', 'hardening: with a volume', 'volumes: of the host', 'further workers: one more'],
  ...['platform: client of a namespace', 'flow runs: of an image', "flow runs' network: elsewhere"],
  ...["flow runs' roles: of their own", "flow runs' environment: with secrets", 'project: existing repository'],
  ...["flow runs' containers: with an existing file system", 'outputs: of the log'],
]);

/** The stack files whose documents this run compares. */
export function chosenForDocuments(): readonly Option[] {
  return TRIED === undefined ? sampled(STACKS, 6) : named(TRIED);
}

/** The stack files whose changes this run plans. */
export function chosenForPlans(): readonly Option[] {
  return TRIED === undefined ? sampled(quick(), 2) : named(TRIED);
}

function named(tried: string): readonly Option[] {
  if (tried === 'all') return STACKS;
  if (tried === 'quick') return quick();
  const [, part, parts] = /^(\d+)\/(\d+)$/.exec(tried) ?? [];
  if (part !== undefined) return STACKS.filter((_, index) => index % Number(parts) === Number(part) - 1);
  return STACKS.filter(({ words }) => new RegExp(tried).test(words));
}

function quick() {
  return STACKS.filter(({ words }) => QUICK.has(words));
}
