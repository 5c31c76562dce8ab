import { each, type Finding, type Rule, warning } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import { resourcesOf } from '../../values/iam-actions';
import { haveTextInCommon } from '../../values/wildcard-pattern';
import { hasFormOfNothing } from './resource-rules';
import type { ConfiguredStatement } from './schema';
import { statementsOf, toNothing } from './statements-of';

/** Services of which other rules know more than the reference: the streams of a log group, the objects of a bucket. */
const WITH_OWN_RULES = /^(logs:|s3)/i;

/** Actions that apply to little of their own, and to all else. Source: as {@link resourcesOf}. */
const ON_EVERYTHING = /^cloudwatch:(GetMetricData|ListMetrics|PutMetricData)/i;

interface Action {
  readonly place: number;
  readonly name: string;
  /** What it applies to, as {@link resourcesOf} has it. */
  readonly forms: readonly string[];
}

const actionsMeetResources: Rule = (environment) =>
  each(statementsOf(environment), ([path, statements]) =>
    statements.flatMap((statement, index) => findingsOn(statement, [...path, index])),
  );

function findingsOn(statement: ConfiguredStatement, path: Path): Finding[] {
  const { resources } = statement;
  const actions = statement.actions.flatMap((name, place): Action[] => {
    const forms = resourcesOf(name);
    return forms === undefined ? [] : [{ place, name, forms }];
  });
  const [general, special] = [actions.filter(isGeneral), actions.filter((action) => !isGeneral(action))];
  const isAllKnown = special.length === statement.actions.length;
  const unmatched = isAllKnown ? resources.filter((resource) => !isOfOne(special, resource)) : [];
  const idle = `it ${toNothing(statement)}`;
  return [
    ...general.flatMap((action) =>
      warning(
        'unmatched-resource',
        resources.every((resource) => /^arn:[^:]*:[^*?:]+:/.test(resource)) && !isOfOne([action], ...resources),
        [...path, 'actions', action.place],
        `applies to no single resource: with the resources of this statement ${idle}`,
        'move it to a statement with resources: ["*"]',
      ),
    ),
    ...resources.flatMap((resource, place) =>
      warning(
        'unmatched-resource',
        unmatched.includes(resource) &&
          !hasFormOfNothing(resource, statement) &&
          !special.some((action) => hasOwnRule(action, [resource])),
        [...path, 'resources', place],
        ...unmatchedBy(special, serviceOf(formOf(resource))),
      ),
    ),
    ...special.flatMap((action) =>
      warning(
        'unmatched-resource',
        unmatched.length < resources.length && !isOfOne([action], ...resources) && !hasOwnRule(action, resources),
        [...path, 'actions', action.place],
        `applies to no resource of this statement: ${idle}`,
        `move it to a statement with what it applies to: ${formsIn([action])}`,
      ),
    ),
  ];
}

function isGeneral({ name, forms }: Action): boolean {
  return ON_EVERYTHING.test(name) || (forms.length === 0 && !/[*?]/.test(name));
}

/** What is wrong with a resource of this service, and what to do. */
function unmatchedBy(actions: readonly Action[], service: string): [message: string, hint: string] {
  const services = [...new Set(actions.flatMap(({ forms }) => forms.map(serviceOf)))];
  return services.includes(service)
    ? ['is a resource that no action of this statement applies to', `set one that they apply to: ${formsIn(actions)}`]
    : [
        `is a resource of ${service}, which no action of this statement applies to`,
        `set a resource of ${services.join(' or ')}`,
      ];
}

function isOfOne(actions: readonly Action[], ...resources: readonly string[]): boolean {
  return resources.some((resource) => {
    const parts = partsOf(formOf(resource));
    return actions.some(({ forms }) => forms.some((form) => haveOneInCommon(partsOf(form), parts)));
  });
}

function haveOneInCommon(parts: readonly string[], others: readonly string[]): boolean {
  return parts.every((part, at) => haveTextInCommon(part, others[at] ?? '*'));
}

/** Service, region, account and the rest: no wildcard stands for a part of two of them. */
function partsOf(form: string): string[] {
  const [service = '', region, account, ...rest] = form.split(':');
  return region === undefined || account === undefined ? ['*'] : [service, region, account, rest.join(':')];
}

/** Without arn:PARTITION:, and with * for a variable of the policy. */
function formOf(resource: string): string {
  const [, , ...parts] = resource.replaceAll(/\$\{[^}]*\}/g, '*').split(':');
  return parts.join(':');
}

function serviceOf(form: string): string {
  return form.split(':')[0] ?? '';
}

function hasOwnRule({ name }: Action, resources: readonly string[]): boolean {
  return WITH_OWN_RULES.test(name) && resources.some((resource) => WITH_OWN_RULES.test(formOf(resource)));
}

/** The plainest of them, since some actions apply to dozens. */
function formsIn(actions: readonly Action[]): string {
  const forms = [...new Set(actions.flatMap((action) => action.forms))].sort((a, b) => a.length - b.length);
  const most = 3;
  return [...forms.slice(0, most).map((form) => `arn:PARTITION:${form}`), ...(forms.length > most ? ['…'] : [])].join(
    ', ',
  );
}

export const ACTION_RESOURCE_RULES: readonly Rule[] = [actionsMeetResources];
