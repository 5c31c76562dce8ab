/**
 * Judges calls by IAM policies, as AWS documents it at
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html.
 * What it does not understand it refuses to judge: a verdict on half a policy would be worse than none.
 */

/** identity: of a role. trust: who may be a role. resource: of a queue, a key, a bucket. */
export type PolicyKind = 'identity' | 'trust' | 'resource';

/** `{ AWS: ARN }` of a user or role, or `{ Service: NAME }` of a service of AWS. */
export type Caller = { readonly AWS: string } | { readonly Service: string };

/** Values by condition key; a list for a key that has several values at once. A key that is missing is not sent. */
export type Context = Readonly<Record<string, string | readonly string[]>>;

export interface Call {
  readonly action: string;
  /** ARN; * for an action that is about nothing in particular. */
  readonly resource: string;
  /** Needed where trust or resource policies judge. */
  readonly caller?: Caller;
  readonly context?: Context;
}

export interface Verdict {
  readonly allowed: boolean;
  /** The statements that decided: those that deny, or else those that allow. None: nothing allows it. */
  readonly by: readonly string[];
}

interface Statement {
  readonly name: string;
  readonly effect: 'Allow' | 'Deny';
  covers(call: Call): boolean;
}

export interface Policy {
  readonly statements: readonly Statement[];
}

/** Whether a call goes through: one statement allows it, and none denies it. */
export function judge(policies: readonly Policy[], call: Call): Verdict {
  if (!/^[a-z0-9-]+:[A-Za-z0-9]+$/.test(call.action)) throw new Error(`${call.action} is no action`);
  if (call.resource !== '*') arnParts(call.resource);
  const covering = policies.flatMap(({ statements }) => statements.filter((statement) => statement.covers(call)));
  const names = (effect: Statement['effect']) =>
    covering.filter((statement) => statement.effect === effect).map(({ name }) => name);
  const denying = names('Deny');
  return denying.length > 0
    ? { allowed: false, by: denying }
    : { allowed: names('Allow').length > 0, by: names('Allow') };
}

type Json = unknown;
type Fields = Readonly<Record<string, Json>>;

/**
 * Reads a policy.
 * @throws Error on whatever it does not understand.
 */
export function parsePolicy(kind: PolicyKind, text: string): Policy {
  const document = fields(JSON.parse(text), 'a policy');
  known(document, ['Version', 'Id', 'Statement'], 'a policy');
  if (document['Version'] !== '2012-10-17') {
    throw new Error(`a policy must be of Version 2012-10-17, not ${JSON.stringify(document['Version'])}`);
  }
  const statements = [document['Statement']].flat();
  if (statements.length === 0) throw new Error('a policy must have a statement');
  return {
    statements: statements.map((statement, index) => parseStatement(kind, fields(statement, 'a statement'), index)),
  };
}

/** What a statement must have, and must not, in each kind of policy. */
const ELEMENTS: Readonly<Record<PolicyKind, { readonly principal: boolean; readonly resource: boolean }>> = {
  identity: { principal: false, resource: true },
  trust: { principal: true, resource: false },
  resource: { principal: true, resource: true },
};

function parseStatement(kind: PolicyKind, statement: Fields, index: number): Statement {
  const name = statement['Sid'] === undefined ? `statement ${index}` : texts(statement['Sid'], 'a Sid').join();
  known(
    statement,
    ['Sid', 'Effect', 'Principal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'],
    `statement ${name}`,
  );
  const effect = statement['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') throw new Error(`${name}: Effect must be Allow or Deny`);
  const needs = ELEMENTS[kind];
  const has = (element: string) => statement[element] !== undefined;
  if (has('Principal') !== needs.principal) {
    throw new Error(`${name}: a ${kind} policy must ${needs.principal ? 'have a' : 'not have a'} Principal`);
  }
  if (needs.resource && has('Resource') === has('NotResource')) {
    throw new Error(`${name}: must have either Resource or NotResource`);
  }
  if (!needs.resource && (has('Resource') || has('NotResource'))) {
    throw new Error(`${name}: a trust policy must not have a Resource`);
  }
  if (has('Action') === has('NotAction')) throw new Error(`${name}: must have either Action or NotAction`);

  const principal = needs.principal ? principalTest(statement['Principal']) : always;
  const action = has('Action') ? actionTest(statement['Action']) : not(actionTest(statement['NotAction']));
  const resource = !needs.resource
    ? always
    : has('Resource')
      ? resourceTest(statement['Resource'])
      : not(resourceTest(statement['NotResource']));
  const condition = conditionTest(statement['Condition'] ?? {});
  return { name, effect, covers: (call) => [principal, action, resource, condition].every((test) => test(call)) };
}

type Test = (call: Call) => boolean;

const always: Test = () => true;

function not(test: Test): Test {
  return (call) => !test(call);
}

/**
 * Services and ARNs are compared whole; an account stands for everybody in it, and * for everybody at all. Whoever comes
 * with a token of an OIDC provider is neither a service nor somebody of an account.
 */
function principalTest(principal: Json): Test {
  const named = principal === '*' ? { AWS: '*' } : fields(principal, 'a Principal');
  known(named, ['AWS', 'Service', 'Federated'], 'a Principal');
  const of = (kind: string) => (named[kind] === undefined ? [] : texts(named[kind], kind));
  const everybody = of('AWS').includes('*');
  const services = of('Service');
  const ofAws = of('AWS').filter((text) => text !== '*');
  for (const text of of('Federated')) arnParts(text);
  for (const text of [...services, ...ofAws, ...of('Federated')]) {
    if (/[*?$]/.test(text)) throw new Error(`${text}: IAM takes no wildcard and no variable within a principal`);
  }
  for (const text of ofAws) if (!/^[0-9]{12}$/.test(text)) arnParts(text);
  return ({ caller }) => {
    if (caller === undefined) throw new Error('who calls? A policy with a Principal cannot be judged without');
    if ('Service' in caller) return everybody || services.includes(caller.Service);
    const [, partition, , , account] = arnParts(caller.AWS);
    const itself = [caller.AWS, account, `arn:${partition}:iam::${account}:root`];
    return everybody || ofAws.some((text) => itself.includes(text));
  };
}

/** IAM minds no case in actions. */
function actionTest(actions: Json): Test {
  const patterns = texts(actions, 'an Action').map((action) => {
    if (!/^(\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$/i.test(action)) throw new Error(`${action} is no action`);
    return glob(action.toLowerCase(), {});
  });
  return ({ action }) => patterns.some((pattern) => pattern?.test(action.toLowerCase()));
}

function resourceTest(resources: Json): Test {
  const patterns = texts(resources, 'a Resource');
  for (const pattern of patterns) {
    noReference(pattern);
    if (pattern !== '*') arnParts(pattern);
  }
  return ({ resource, context = {} }) =>
    patterns.some((pattern) => pattern === '*' || (resource !== '*' && coversArn(pattern, resource, context)));
}

/** AWS says of a wildcard in a Resource only that it can reach beyond a colon: where that decides, nothing is said. */
function coversArn(pattern: string, arn: string, context: Context): boolean {
  const byPart = likeArn(pattern, arn, context);
  const asWhole = glob(pattern, context)?.test(arn) ?? false;
  if (byPart !== asWhole) throw new Error(`whether ${pattern} covers ${arn} depends on how far a wildcard reaches`);
  return byPart;
}

interface Operator {
  /** One value of the request against one of the policy. */
  matches(given: string, wanted: string, context: Context): boolean;
  /** It holds where no value matches, and so where the request has none. */
  readonly negated: boolean;
}

const STRING = {
  equals: (given: string, wanted: string, context: Context) => given === resolved(wanted, context),
  equalsIgnoringCase: (given: string, wanted: string, context: Context) =>
    given.toLowerCase() === resolved(wanted, context)?.toLowerCase(),
  like: (given: string, wanted: string, context: Context) => glob(wanted, context)?.test(given) ?? false,
};

const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: { matches: STRING.equals, negated: false },
  StringNotEquals: { matches: STRING.equals, negated: true },
  StringEqualsIgnoreCase: { matches: STRING.equalsIgnoringCase, negated: false },
  StringNotEqualsIgnoreCase: { matches: STRING.equalsIgnoringCase, negated: true },
  StringLike: { matches: STRING.like, negated: false },
  StringNotLike: { matches: STRING.like, negated: true },
  // AWS: "The ArnEquals and ArnLike condition operators behave identically."
  ArnEquals: { matches: likeArnOrNone, negated: false },
  ArnNotEquals: { matches: likeArnOrNone, negated: true },
  ArnLike: { matches: likeArnOrNone, negated: false },
  ArnNotLike: { matches: likeArnOrNone, negated: true },
  Bool: { matches: (given, wanted) => given.toLowerCase() === wanted.toLowerCase(), negated: false },
};

/** All operators and all keys must hold; of a key's values one is enough. */
function conditionTest(condition: Json): Test {
  const tests = Object.entries(fields(condition, 'a Condition')).flatMap(([operator, keys]) =>
    Object.entries(fields(keys, operator)).map(([key, values]) => keyTest(operator, key, texts(values, key))),
  );
  return ({ context = {} }) => tests.every((test) => test(context));
}

function keyTest(name: string, key: string, wanted: readonly string[]): (context: Context) => boolean {
  // The keys of an OIDC provider begin with its host.
  if (!/^[a-z0-9./-]+:[A-Za-z0-9/_+=.@:-]+$/i.test(key)) throw new Error(`${key} is no condition key`);
  for (const value of wanted) noReference(value);
  if (name === 'Null') {
    if (wanted.length !== 1 || !/^(true|false)$/.test(String(wanted[0])))
      throw new Error(`Null of ${key} must be true or false`);
    return (context) => (valuesOf(context, key) === undefined) === (wanted[0] === 'true');
  }
  const [, set, base = '', ifExists] = /^(ForAnyValue:|ForAllValues:)?(\w+?)(IfExists)?$/.exec(name) ?? [];
  const operator = Object.hasOwn(OPERATORS, base) ? OPERATORS[base] : undefined;
  if (operator === undefined) throw new Error(`the operator ${name} is not understood`);
  if (base.startsWith('Arn')) for (const value of wanted) arnParts(value);
  if (base === 'Bool' && !wanted.every((value) => /^(true|false)$/i.test(value))) {
    throw new Error(`Bool of ${key} must be true or false`);
  }
  const { matches, negated } = operator;
  return (context) => {
    const given = valuesOf(context, key);
    const holds = (value: string) => wanted.some((one) => matches(value, one, context)) !== negated;
    if (given === undefined) {
      if (set === undefined) return ifExists !== undefined || negated;
      return ifExists !== undefined || set === 'ForAllValues:';
    }
    if (set === 'ForAnyValue:') return given.some(holds);
    if (set === 'ForAllValues:') return given.every(holds);
    const [value] = given;
    if (value === undefined || given.length > 1) {
      throw new Error(`${key} has several values, so ${name} must say ForAnyValue or ForAllValues`);
    }
    return holds(value);
  };
}

/** IAM minds no case in the names of keys. */
function valuesOf(context: Context, key: string): readonly string[] | undefined {
  const values = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
  return typeof values === 'string' ? [values] : values;
}

function likeArnOrNone(given: string, wanted: string, context: Context): boolean {
  return given.startsWith('arn:') && likeArn(wanted, given, context);
}

/** AWS: "Each of the six colon-delimited components of the ARN is checked separately and each can include wildcards." */
function likeArn(pattern: string, arn: string, context: Context): boolean {
  const parts = arnParts(arn);
  return arnParts(pattern).every((part, index) => glob(part, context)?.test(parts[index] ?? '') ?? false);
}

/** The six parts of an ARN; a colon within a policy variable separates nothing. */
function arnParts(arn: string): string[] {
  const [first, ...others] = arn.split(/:(?![^{]*\})/);
  if (first !== 'arn' || others.length < 5) throw new Error(`${arn} is no ARN`);
  return [first, ...others.slice(0, 4), others.slice(4).join(':')];
}

/** `${aws:username}`, with a default or without; and the three characters that stand for themselves. */
const VARIABLE = /\$\{(?:([*?$])|([a-z0-9-]+:[A-Za-z0-9/_+=.@:-]+)(?:,\s*'([^']*)')?)\}/;

/** A text's pieces: literal text, wildcards, and what its variables hold; undefined where one holds nothing. */
function pieces(text: string, context: Context): { readonly text: string; readonly literal: boolean }[] | undefined {
  const found = [];
  let rest = text;
  for (let match = VARIABLE.exec(rest); match !== null; match = VARIABLE.exec(rest)) {
    const [whole, character, key = '', otherwise] = match;
    const values = valuesOf(context, key);
    const value = character ?? (values?.length === 1 ? values[0] : otherwise);
    if (value === undefined) return undefined;
    found.push({ text: rest.slice(0, match.index), literal: false }, { text: value, literal: true });
    rest = rest.slice(match.index + whole.length);
  }
  return [...found, { text: rest, literal: false }];
}

function resolved(text: string, context: Context): string | undefined {
  return pieces(text, context)
    ?.map((piece) => piece.text)
    .join('');
}

/** * stands for any text, ? for one character. */
function glob(pattern: string, context: Context): RegExp | undefined {
  const sources = pieces(pattern, context)?.map(({ text, literal }) => {
    const escaped = text.replace(/[\\^$.|+()[\]{}*?]/g, '\\$&');
    return literal ? escaped : escaped.replaceAll('\\*', '[^]*').replaceAll('\\?', '[^]');
  });
  return sources && new RegExp(`^${sources.join('')}$`);
}

/** What Terraform has not put in yet is no policy variable. */
function noReference(text: string): void {
  const rest = text.replaceAll(new RegExp(VARIABLE, 'g'), '');
  if (/[$%]\{/.test(rest)) throw new Error(`${text} holds a reference that is not resolved`);
}

function fields(value: Json, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${what} must be a map`);
  return value as Fields;
}

function known(given: Fields, elements: readonly string[], where: string): void {
  const unknown = Object.keys(given).filter((element) => !elements.includes(element));
  if (unknown.length > 0) throw new Error(`${where} has ${unknown.join(', ')}, which is not understood`);
}

/** A text, or a list of texts, as IAM takes both. */
function texts(value: Json, what: string): string[] {
  const values = [value].flat();
  if (values.length === 0 || !values.every((one): one is string => typeof one === 'string' && one !== '')) {
    throw new Error(`${what} must be a text, or a list of texts`);
  }
  return values;
}
