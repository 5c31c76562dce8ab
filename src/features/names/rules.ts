import { faultAt, noEffect, type Rule, when } from '../../environment/rule';
import { mayHold } from '../../inventory/condition';
import { inventoryOf } from '../../inventory/inventory';
import { RESOURCE_TYPES, typeOf } from '../../inventory/resource-types';
import { type UniqueName, uniqueNames } from '../../inventory/unique-names';
import type { Kind } from './kind';
import { KINDS, type PhysicalName } from './name-kinds';
import { longestName, physicalName, randomEndOf } from './physical-names';
import { RANDOM_BY_DEFAULT } from './random-names';

const nameFits: Rule = ({ inputs: { name }, naming }) => {
  const { length, reason } = longestName(naming);
  return length < 1
    ? faultAt(['names', 'pattern'], `is too long: ${reason}`, 'shorten it')
    : when(name.length > length, ['name'], `must be at most ${length} characters: ${reason}`, 'set a shorter name');
};

const ownNamesFit: Rule = ({ naming, worker }) => {
  const created = Object.entries(worker.secrets).filter(([, { create }]) => create);
  return Object.entries(naming.own).flatMap(([of, name]) => {
    const { field, what, limit } = KINDS[of as PhysicalName];
    const random = randomEndOf(of as PhysicalName, naming);
    const variable = of === 'workerSecret' ? Math.max(0, ...created.map(([name]) => `-${name}`.length)) : 0;
    const longest = limit.longest - random - variable;
    const ends = [
      ...(variable === 0 ? [] : [`the variable adds ${variable}`]),
      ...(random === 0 ? [] : [`the random suffix adds ${random}`]),
    ];
    return [
      ...when(
        !limit.pattern.test(name),
        ['names', field],
        `is not a valid name of ${limit.of}; allowed: ${limit.allowed}`,
        'set another name',
      ),
      ...when(
        name.length > longest,
        ['names', field],
        `must be at most ${longest} characters: it is the name of ${what}${ends.length === 0 ? '' : `; ${ends.join(', ')}`}`,
        'set a shorter name',
      ),
    ];
  });
};

/** Some names have an end of their own: a volume, a further worker, a schedule. */
const builtNamesFit: Rule = (environment) =>
  inventoryOf(environment).flatMap(({ address, name, condition }) => {
    const { longestName: longest = Number.POSITIVE_INFINITY, what } = RESOURCE_TYPES[typeOf(address)] ?? {};
    if (name?.kind === undefined || !mayHold(condition, environment)) return [];
    // With the name of their own, the variable they end in is counted above.
    if (name.kind === 'workerSecret' && environment.naming.own.workerSecret !== undefined) return [];
    const random = name.randomEnd ? randomEndOf(name.kind, environment.naming) : 0;
    const withoutEnd = physicalName(name.kind, environment.inputs.name, environment.naming);
    // Without its end it is longer than the limits of names and of the field say already.
    if (withoutEnd.length + random > KINDS[name.kind].limit.longest) return [];
    const most = longest - random;
    return when(
      name.text.length > most,
      name.field.split('.'),
      `creates ${what} ${name.text}, which has ${name.text.length} characters: AWS allows ${most}`,
      `set a shorter name in names.${KINDS[name.kind].field}, or shorten what the name ends in`,
    );
  });

/** Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
const parameterNames: Rule = (environment) =>
  inventoryOf(environment).flatMap(({ address, name }) => {
    if (name?.kind === undefined || typeOf(address) !== 'aws_ssm_parameter') return [];
    const path = name.field.split('.');
    const wayOut = `set another name, for example names.${KINDS[name.kind].field}: /team/prefect-key`;
    return [
      ...when(
        /^\/?(aws|ssm)/i.test(name.text),
        path,
        `creates a parameter ${name.text}: AWS reserves names that begin with aws or ssm`,
        wayOut,
      ),
      ...when(
        !/^(\/[A-Za-z0-9_.-]+){1,15}$|^[A-Za-z0-9_.-]+$/.test(name.text),
        path,
        `creates a parameter ${name.text}: AWS allows letters, digits and _ . -, and / only in a name that begins with it, of at most 15 parts`,
        wayOut,
      ),
    ];
  });

/** A security group may not begin with sg-, which only a pattern could bring about. */
const patternFits: Rule = ({ inputs: { name }, naming }) => [
  ...when(
    naming.pattern.startsWith('{name}') && name.startsWith('sg-'),
    ['name'],
    'must not begin with sg-, because names.pattern begins with {name}: AWS rejects such a name of a security group',
    'set another name or names.pattern',
  ),
  ...when(
    naming.pattern.startsWith('sg-'),
    ['names', 'pattern'],
    'must not begin with sg-: AWS rejects such a name of a security group',
    'set another pattern',
  ),
];

/** Two resources of one name: AWS refuses the second, or lets it overwrite the first. */
const uniqueWithin: Rule = (environment) => {
  const owners = new Map<string, UniqueName>();
  return uniqueNames(environment).flatMap((one) => {
    const other = owners.get(one.key);
    if (other === undefined) owners.set(one.key, one);
    if (other === undefined) return [];
    const [own, taken] = one.name.field === 'name' ? [other.name, one.name] : [one.name, other.name];
    return faultAt(
      own.field.split('.'),
      `already used by ${taken.field === 'name' ? 'another resource, whose name is built from name' : taken.field}: both would create ${one.what} ${own.text}${own.text === taken.text ? '' : ', as AWS does not tell upper from lower case here'}`,
      'set another name',
    );
  });
};

/** A name of a resource that the stack does not create. */
const unusedNames: Rule = (environment) => {
  const inEffect = new Set(
    inventoryOf(environment)
      .filter(({ condition }) => mayHold(condition, environment))
      .flatMap(({ name, contains = [] }) => [name?.kind, ...contains]),
  );
  return Object.keys(environment.naming.own).flatMap((of) => {
    const kind: Kind = KINDS[of as PhysicalName];
    const [noun = ''] = kind.what.replace(/^(the|a created) /, '').split(/,| and the /);
    return noEffect(
      !inEffect.has(of as PhysicalName),
      ['names', kind.field],
      `no ${noun} ${/s$/.test(noun.split(/ of | that /)[0] ?? '') ? 'are' : 'is'} created`,
      kind.createdBy && `set ${kind.createdBy}`,
    );
  });
};

/** A random end of a name that nothing has. */
const unusedRandomEnds: Rule = (environment) => {
  const { naming } = environment;
  if (naming.random === RANDOM_BY_DEFAULT) return [];
  const created = new Set(
    inventoryOf(environment)
      .filter(({ condition }) => mayHold(condition, environment))
      .flatMap(({ name }) => (name?.randomEnd ? [name.kind] : [])),
  );
  return naming.random.flatMap((of) =>
    when(
      !created.has(of),
      ['names', 'random_suffix'],
      `${KINDS[of].field} has no effect: this stack does not create ${KINDS[of].what}`,
      `remove ${KINDS[of].field} from the list`,
    ),
  );
};

export const NAMES_RULES: readonly Rule[] = [
  nameFits,
  ownNamesFit,
  builtNamesFit,
  parameterNames,
  patternFits,
  uniqueWithin,
  unusedNames,
  unusedRandomEnds,
];
