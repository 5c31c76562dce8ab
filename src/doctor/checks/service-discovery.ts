import {
  GetNamespaceCommand,
  GetServiceCommand,
  type NamespaceSummary,
  paginateListNamespaces,
  paginateListServices,
  type ServiceSummary,
} from '@aws-sdk/client-servicediscovery';
import type { Block } from '../../runbook/terraform-document';
import type { Check, Context } from '../context';
import { type Explained, type Finding, ok, problem, warning } from '../finding';
import { isKnown } from '../terraform-value';
import { isMissing, looking } from '../unread';
import { currentTask, inWords, variableOf, type Worker } from '../workers';

const ACTIONS = 'servicediscovery:ListNamespaces';

/** Whether the namespaces exist that the stack uses and does not create, and whether a server is found there. */
export const checkNamespaces: Check = async (context) => {
  const connected = context.workers.flatMap((worker) =>
    worker.namespace !== undefined && isKnown(worker.namespace) ? [{ worker, namespace: worker.namespace }] : [],
  );
  const registered = [...context.stack.resources('aws_service_discovery_service').values()].flatMap(
    ({ dns_config: dns }) => {
      const id = (dns as Block | undefined)?.['namespace_id'];
      return typeof id === 'string' && isKnown(id) ? [id] : [];
    },
  );
  const found = await Promise.all([
    ...connected.map(({ worker, namespace }) =>
      looking(`namespace ${namespace}`, ACTIONS, () => serviceConnect(context, worker, namespace)),
    ),
    ...registered.map((id) => looking(`namespace ${id}`, ACTIONS, () => dnsNamespace(context, id))),
  ]);
  return found.flat();
};

/** Whether the tasks that run are registered in Cloud Map, where the service of ECS is to do that. */
export const checkRegistries: Check = async (context) => {
  const registries = context.workers.flatMap((worker) =>
    (worker.live?.service.serviceRegistries ?? []).flatMap(({ registryArn }) =>
      registryArn === undefined ? [] : [{ worker, registryArn }],
    ),
  );
  const found = await Promise.all(
    registries.map(({ worker, registryArn }) =>
      looking(`${inWords(worker)}: Cloud Map`, 'servicediscovery:GetService', () =>
        registry(context, worker, registryArn),
      ),
    ),
  );
  return found.flat();
};

async function serviceConnect(context: Context, worker: Worker, given: string): Promise<Finding[]> {
  const subject = `namespace ${given}`;
  const namespace = await namespaceOf(context, given);
  if (namespace === undefined) return [missing(subject, 'service.service_connect.namespace')];
  const url = variableOf(currentTask(worker), 'PREFECT_API_URL');
  const host = url === undefined || !URL.canParse(url) ? '' : new URL(url).hostname;
  // A name with a dot is one of DNS, which Service Connect does not answer.
  if (host === '' || host.includes('.')) return [ok(subject, 'it exists')];
  return [server(subject, host, await servicesIn(context, namespace.Id ?? ''))];
}

async function dnsNamespace(context: Context, id: string): Promise<Finding[]> {
  const subject = `namespace ${id}`;
  const namespace = await namespaceOf(context, id);
  if (namespace === undefined) return [missing(subject, 'service_discovery.namespace_id')];
  if (namespace.Type !== 'HTTP') return [ok(subject, `it is ${namespace.Name}`)];
  return [
    problem(subject, {
      id: 'namespace-without-dns',
      seen: `${namespace.Name} is of the type HTTP`,
      cause: 'Such a namespace has no DNS names: the apply cannot register the worker in it.',
      wayOut: 'Set service_discovery.namespace_id to a private DNS namespace, or service_discovery.create.',
      section: 'Before you apply',
    }),
  ];
}

function missing(subject: string, field: string): Finding {
  return problem(subject, {
    id: 'namespace-missing',
    seen: 'it does not exist',
    cause: 'It was deleted, or is in another account or region: the apply fails with NamespaceNotFound.',
    wayOut: `Create it, or correct ${field} in the stack file.`,
    section: 'Before you apply',
  });
}

/** A namespace by its name, its ID or its ARN. */
async function namespaceOf({ aws }: Context, given: string): Promise<NamespaceSummary | undefined> {
  const [, id] = /(?:^|\/)(ns-[a-z0-9]+)$/.exec(given) ?? [];
  if (id !== undefined) {
    try {
      return (await aws.servicediscovery.send(new GetNamespaceCommand({ Id: id }))).Namespace;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }
  const filter = { Filters: [{ Name: 'NAME' as const, Condition: 'EQ' as const, Values: [given] }] };
  for await (const { Namespaces = [] } of paginateListNamespaces({ client: aws.servicediscovery }, filter)) {
    const found = Namespaces.find(({ Name }) => Name === given);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function servicesIn({ aws }: Context, namespace: string): Promise<ServiceSummary[]> {
  const services: ServiceSummary[] = [];
  const filter = { Filters: [{ Name: 'NAMESPACE_ID' as const, Condition: 'EQ' as const, Values: [namespace] }] };
  for await (const { Services = [] } of paginateListServices({ client: aws.servicediscovery }, filter)) {
    services.push(...Services);
  }
  return services;
}

/** The short name of a server is the name of its service in Cloud Map, unless its service of ECS sets another alias. */
function server(subject: string, host: string, services: readonly ServiceSummary[]): Finding {
  const found = services.find(({ Name }) => Name === host);
  if (found !== undefined && (found.InstanceCount ?? 0) > 0) {
    return ok(subject, `${host} is registered, with ${tasks(found.InstanceCount ?? 0)}`);
  }
  const others = services.flatMap(({ Name }) => Name ?? []);
  const explained: Explained = {
    id: 'server-not-registered',
    seen:
      found !== undefined
        ? `no task of ${host} is registered`
        : `it has no service ${host}${others.length > 0 ? `, but ${others.join(', ')}` : ''}`,
    cause:
      'The worker looks for the server under this name: the server does not run, or its service has no Service Connect with this name as discovery name or alias.',
    wayOut: 'Look at the service of the server; correct prefect.api_url where the name is another one.',
    section: 'When something is wrong',
  };
  // An alias of the server is not seen here.
  return found === undefined && others.length > 0 ? warning(subject, explained) : problem(subject, explained);
}

async function registry({ aws }: Context, worker: Worker, arn: string): Promise<Finding[]> {
  const subject = `${inWords(worker)}: Cloud Map`;
  const running = worker.live?.service.runningCount ?? 0;
  try {
    const answer = await aws.servicediscovery.send(new GetServiceCommand({ Id: arn.slice(arn.lastIndexOf('/') + 1) }));
    const { Name: name = '', InstanceCount: count = 0 } = answer.Service ?? {};
    if (count >= running) return [ok(subject, `${tasks(count)} registered as ${name}`)];
    return [
      warning(subject, {
        id: 'not-registered',
        seen: `${running} of its tasks run, and ${count} ${count === 1 ? 'is' : 'are'} registered as ${name}`,
        cause: 'A task started a moment ago, or somebody removed its entry: its address is not in DNS.',
        wayOut: 'Wait a minute and run this again; then restart the worker, which registers each new task.',
        section: 'Restart',
      }),
    ];
  } catch (error) {
    if (!isMissing(error)) throw error;
    return [
      problem(subject, {
        id: 'registry-missing',
        seen: `there is no service ${arn}`,
        cause: 'Somebody deleted it in Cloud Map: ECS cannot register tasks.',
        wayOut: 'Apply again.',
        section: 'Apply',
      }),
    ];
  }
}

function tasks(count: number): string {
  return `${count} ${count === 1 ? 'task' : 'tasks'}`;
}
