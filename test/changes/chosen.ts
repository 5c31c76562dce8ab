import { sampled } from '../helpers/sampled';
import type { Option } from '../pairwise/options';
import { STACKS } from './contexts';

/** Which stack files are changed: `all`, `quick`, a part of them (`2/6`), or words of some; otherwise a sample. */
const TRIED = process.env['CHANGES'];

/** Those of which a sample is tried where none is chosen: each is applied by the emulator as a whole. */
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

/** The stack files that this run changes. */
export function chosen(): readonly Option[] {
  if (TRIED === undefined) return sampled(quick(), 2);
  if (TRIED === 'all') return STACKS;
  if (TRIED === 'quick') return quick();
  const [, part, parts] = /^(\d+)\/(\d+)$/.exec(TRIED) ?? [];
  if (part !== undefined) return STACKS.filter((_, index) => index % Number(parts) === Number(part) - 1);
  return STACKS.filter(({ words }) => new RegExp(TRIED).test(words));
}

function quick() {
  return STACKS.filter(({ words }) => QUICK.has(words));
}
