import { each, type Finding, type Rule, warningAt } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import { inTable } from '../../values/in-table';
import type { ConfiguredStatement } from './schema';
import { statementsOf } from './statements-of';

/**
 * With what the part after the account begins in the ARNs of a service.
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference, the page of each service.
 */
const FORMS: Readonly<Record<string, readonly string[]>> = {
  athena: ['workgroup/', 'datacatalog/', 'capacity-reservation/'],
  dynamodb: ['table/', 'global-table/'],
  ecr: ['repository/'],
  events: [
    'rule/',
    'event-bus/',
    'event-source/',
    'archive/',
    'replay/',
    'connection/',
    'api-destination/',
    'endpoint/',
  ],
  firehose: ['deliverystream/'],
  kinesis: ['stream/', 'channel/'],
  kms: ['key/', 'alias/'],
  lambda: [
    'function:',
    'layer:',
    'event-source-mapping:',
    'code-signing-config:',
    'capacity-provider:',
    'microvm-image:',
    'network-connector:',
  ],
  secretsmanager: ['secret:'],
  states: ['stateMachine:', 'execution:', 'activity:', 'express:', 'mapRun:'],
};

/** Services of which a resource has only its name after the account. */
const NAMES_ALONE: readonly string[] = ['sns', 'sqs'];

const matchingResources: Rule = (environment) =>
  each(statementsOf(environment), ([path, statements]) =>
    statements.flatMap((statement, index) =>
      statement.resources.flatMap((resource, place) =>
        matchesNothing(resource, statement, [...path, index, 'resources', place]),
      ),
    ),
  );

function matchesNothing(resource: string, { actions }: ConfiguredStatement, path: Path): Finding[] {
  const [, , service = '', , , ...parts] = resource.split(':');
  const rest = parts.join(':');
  const unmatched = (message: string, hint: string) => warningAt('unmatched-resource', path, message, hint);
  const forms = inTable(FORMS, service);
  if (forms !== undefined && !forms.some((form) => mayBegin(rest, form))) {
    const begins = forms.map((form) => `${form}…`).join(', ');
    return unmatched(
      `matches nothing: after the account, ARNs of ${service} continue with ${begins}`,
      'correct the ARN',
    );
  }
  if (NAMES_ALONE.includes(service) && rest.includes('/')) {
    const name = rest.slice(rest.lastIndexOf('/') + 1);
    return unmatched(
      `matches nothing: the ARN of ${service} has only a name after the account`,
      `did you mean ${resource.slice(0, -rest.length)}${name}?`,
    );
  }
  if (service === 'ssm' && rest.startsWith('parameter//')) {
    return unmatched(
      'matches no parameter: its ARN has one slash before the name',
      `set ${resource.replace('//', '/')}`,
    );
  }
  if (
    service === 'kms' &&
    rest.startsWith('alias/') &&
    actions.every((action) => /^kms:(?!.*(alias|\*))/i.test(action))
  ) {
    return unmatched(
      'matches no key: IAM compares the ARN of the key, and not that of an alias',
      'set the ARN of the key: arn:aws:kms:REGION:ACCOUNT:key/ID',
    );
  }
  const isStreamOfNoGroup = service === 'logs' && /^log-group:[^:*?]+$/.test(rest);
  return isStreamOfNoGroup && actions.every((action) => /^logs:PutLogEvents$/i.test(action))
    ? unmatched('matches no log stream, which the action applies to', `set ${resource}:*`)
    : [];
}

/** Whether a text that may have wildcards, or a variable of a policy, can begin with `form`. */
function mayBegin(text: string, form: string): boolean {
  const [literal = ''] = text.split(/[*?$]/);
  return literal.startsWith(form) || (literal.length < text.length && form.startsWith(literal));
}

/** Whether a resource cannot be right, whatever the actions. */
export function hasFormOfNothing(resource: string, statement: ConfiguredStatement): boolean {
  return matchesNothing(resource, statement, []).length > 0;
}

export const RESOURCE_RULES: readonly Rule[] = [matchingResources];
