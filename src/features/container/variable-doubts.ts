import { type Finding, warningAt } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import { inTable } from '../../values/in-table';
import { hasPlaceholder } from '../../values/placeholder';
import { zoneVariableFault } from '../../values/time-zone';
import { hasPrefectsPrograms } from './resolve';

/** What goes wrong in a container of this image with the values of its variables, of which each is `at` its name. */
export function doubtsOnVariables(
  variables: Readonly<Record<string, unknown>>,
  image: string,
  at: (name: string) => Path,
): Finding[] {
  return Object.entries(variables).flatMap(([name, value]): Finding[] => {
    if (typeof value !== 'string' || hasPlaceholder(value)) return [];
    const doubt = unreplacedIn(name, value) ?? doubtOf(name, value, image);
    return doubt === undefined ? [] : warningAt('doubtful-variable', at(name), doubt.message, doubt.hint);
  });
}

/** A flow run asks its own API what to run. A value of null removes a variable that the worker passes on. */
export function withoutAddress(variables: Readonly<Record<string, unknown>>, at: (name: string) => Path): Finding[] {
  return variables[ADDRESS] === null
    ? warningAt(
        'doubtful-variable',
        at(ADDRESS),
        'removes the address of the API: a flow run does not find what to run',
        'remove it',
      )
    : [];
}

const ADDRESS = 'PREFECT_API_URL';

interface Doubt {
  readonly message: string;
  readonly hint: string;
}

/** Where Prefect's images have Python and Prefect; what else their entry point starts, it starts by its path. */
const PREFECTS_FOLDER = '/usr/local/bin';

const PREFECTS_PATH = '/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin';

/** What goes wrong in a container with these values of the variables that its programs are found by. */
const DOUBTS: Readonly<Record<string, (value: string, ofPrefect: boolean) => Doubt | undefined>> = {
  PATH: (value, ofPrefect) => {
    if (value !== '' && (!ofPrefect || value.split(':').includes(PREFECTS_FOLDER))) return undefined;
    return {
      message:
        value === ''
          ? 'is empty: the container does not start, as no program is found'
          : `lacks ${PREFECTS_FOLDER}, where the image has Python and Prefect: the container does not start`,
      hint: `remove it, or write all folders, for example ${PREFECTS_PATH}`,
    };
  },
  PYTHONHOME: (value, ofPrefect) =>
    ofPrefect && !['', '/usr/local'].includes(value)
      ? {
          message: 'is not where the image has Python, /usr/local: Python does not start',
          hint: 'remove it; for modules of your own, set PYTHONPATH',
        }
      : undefined,
  HOME: (value) =>
    value.startsWith('/')
      ? undefined
      : {
          message: 'is no absolute path: Prefect and AWS clients look for their files in another folder',
          hint: 'remove it, or write an absolute path, for example /tmp',
        },
  TZ: zoneVariableFault,
};

/** Variables to which people add, and which no program evaluates. */
const LISTS: ReadonlySet<string> = new Set([
  ...['PATH', 'PYTHONPATH', 'PYTHONHOME', 'HOME', 'LD_LIBRARY_PATH', 'LD_PRELOAD', 'NO_PROXY', 'no_proxy'],
]);

/** Another variable as a shell would write it; a `$` may stand in a value for itself. */
const OTHER_VARIABLE = /\$(?:([A-Z_][A-Z0-9_]*)|\{([A-Z_][A-Z0-9_]*)\})/;

function unreplacedIn(name: string, value: string): Doubt | undefined {
  const [, plain, braced] = (LISTS.has(name) && OTHER_VARIABLE.exec(value)) || [];
  const other = plain ?? braced;
  if (other === undefined) return undefined;
  return {
    message: `contains $${other} as it is written: ECS does not replace variables`,
    hint: `write the value of ${other} instead${name === 'PATH' ? `, in Prefect's images ${PREFECTS_PATH}` : ''}`,
  };
}

function doubtOf(name: string, value: string, image: string): Doubt | undefined {
  return inTable(DOUBTS, name)?.(value, hasPrefectsPrograms(image));
}
