import { checkNamespaces, checkRegistries } from '../../../src/doctor/checks/service-discovery';
import { type Answers, refusal, seenBy } from '../../helpers/recorded-aws';

describe('the entry in Cloud Map', () => {
  const registryArn = 'arn:aws:servicediscovery:us-east-1:111122223333:service/srv-e1tpmexample0001';
  const service = { runningCount: 2, serviceRegistries: [{ registryArn }] };
  const registered = (InstanceCount: number): Answers => ({
    GetService: ({ Id }) =>
      Id === 'srv-e1tpmexample0001' ? { Service: { Id, Name: 'worker', InstanceCount } } : refusal('ServiceNotFound'),
  });

  test.each<[string, Answers, string]>([
    ['has all tasks', registered(2), 'ok, worker: Cloud Map: 2 tasks registered as worker'],
    [
      'lacks a task',
      registered(1),
      'warning not-registered, worker: Cloud Map: 2 of its tasks run, and 1 is registered as worker',
    ],
    [
      'was deleted',
      { GetService: refusal('ServiceNotFound') },
      `problem registry-missing, worker: Cloud Map: there is no service ${registryArn}`,
    ],
    [
      'may not be looked at',
      { GetService: refusal('AccessDeniedException') },
      'unread, worker: Cloud Map: these credentials may not call servicediscovery:GetService',
    ],
  ])('%s', async (_, answers, line) => {
    expect(await seenBy(checkRegistries, answers, { service })).toEqual([line]);
  });

  test('is not looked for where the service has none', async () => {
    expect(await seenBy(checkRegistries, {})).toEqual([]);
  });
});

describe('the namespace of Service Connect', () => {
  const NAMESPACE = { Id: 'ns-e1tpmexample0001', Name: 'platform', Type: 'HTTP' };
  const found = (...services: object[]): Answers => ({
    ListNamespaces: { Namespaces: [{ ...NAMESPACE, Id: 'ns-other', Name: 'platform.old' }, NAMESPACE] },
    GetNamespace: { Namespace: NAMESPACE },
    ListServices: ({ Filters: [{ Values }] }) => ({ Services: Values[0] === NAMESPACE.Id ? services : [] }),
  });
  const at = (api_url: string, namespace = 'platform') => ({
    fields: {
      ...{ prefect_account_id: undefined, prefect_workspace_id: undefined },
      prefect: { api_url, auth: 'none' },
      flow_runs: { environment: { PREFECT_API_URL: 'http://prefect.platform:4200/api' } },
      service: { service_connect: { namespace } },
    },
  });
  const SHORT = 'http://prefect:4200/api';
  const ARN = `arn:aws:servicediscovery:us-east-1:111122223333:namespace/${NAMESPACE.Id}`;

  test.each<[string, Answers, object, string]>([
    [
      'has the server',
      found({ Name: 'prefect', InstanceCount: 2 }),
      at(SHORT),
      'ok, namespace platform: prefect is registered, with 2 tasks',
    ],
    [
      'has the server, of which no task runs',
      found({ Name: 'prefect', InstanceCount: 0 }),
      at(SHORT),
      'problem server-not-registered, namespace platform: no task of prefect is registered',
    ],
    [
      'has nothing',
      found(),
      at(SHORT, ARN),
      `problem server-not-registered, namespace ${ARN}: it has no service prefect`,
    ],
    [
      'has others, of which one may have the alias',
      found({ Name: 'api', InstanceCount: 1 }, { Name: 'web', InstanceCount: 1 }),
      at(SHORT),
      'warning server-not-registered, namespace platform: it has no service prefect, but api, web',
    ],
    [
      'is not asked for a name of DNS',
      found(),
      at('http://prefect.internal:4200/api'),
      'ok, namespace platform: it exists',
    ],
    [
      'does not exist, by its name',
      { ListNamespaces: { Namespaces: [{ ...NAMESPACE, Name: 'platform.old' }] } },
      at(SHORT),
      'problem namespace-missing, namespace platform: it does not exist',
    ],
    [
      'does not exist, by its ARN',
      { GetNamespace: refusal('NamespaceNotFound') },
      at(SHORT, ARN),
      `problem namespace-missing, namespace ${ARN}: it does not exist`,
    ],
    [
      'may not be looked at',
      { ListNamespaces: refusal('AccessDeniedException') },
      at(SHORT),
      'unread, namespace platform: these credentials may not call servicediscovery:ListNamespaces',
    ],
  ])('%s', async (_, answers, situation, line) => {
    expect(await seenBy(checkNamespaces, answers, situation)).toEqual([line]);
  });

  test('in which the worker is registered must have DNS names', async () => {
    const fields = { service_discovery: { namespace_id: NAMESPACE.Id, service: 'worker' } };
    const of = (Type: string) => ({ GetNamespace: { Namespace: { ...NAMESPACE, Type } } });
    expect(await seenBy(checkNamespaces, of('HTTP'), { fields })).toEqual([
      `problem namespace-without-dns, namespace ${NAMESPACE.Id}: platform is of the type HTTP`,
    ]);
    expect(await seenBy(checkNamespaces, of('DNS_PRIVATE'), { fields })).toEqual([
      `ok, namespace ${NAMESPACE.Id}: it is platform`,
    ]);
  });

  test('is not looked for where a stack has none, or creates it', async () => {
    expect(await seenBy(checkNamespaces, {})).toEqual([]);
    const fields = { service_discovery: { create: 'prefect.local', service: 'worker' } };
    expect(await seenBy(checkNamespaces, {}, { fields })).toEqual([]);
  });
});
