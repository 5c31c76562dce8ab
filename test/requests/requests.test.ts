import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Environment } from '../../src/environment/environment';
import { loadEnvironments } from '../../src/environment/load';
import { runbook } from '../../src/runbook/runbook';
import { ACCOUNT, Emulator } from '../helpers/emulator';
import { adapt, EXAMPLES_APPLIED, idsIn } from '../helpers/example-surroundings';
import { EXAMPLES } from '../helpers/examples';
import { real } from '../helpers/real';
import { folderOf, scratchFolder } from '../helpers/stack-files';
import { writeStack } from '../helpers/stack-folder';
import { documentOf } from '../helpers/synthesized';
import { Terraform } from '../helpers/terraform';
import { Recorder, type SentRequest } from '../transitions/recorder';
import { type CheckedRequest, checked, ofProvider } from './checked-requests';
import { KEPT } from './kept-permissions';
import { actionsOf, covers, listedIn, notListed } from './permission-list';
import { aboutOthers, knownIn } from './targets';

jest.setTimeout(900_000);

/** all, or names. None without it: the runbook of one example is followed in `npm test`, and its requests are judged there. */
const CHOSEN = process.env['REQUESTS'] ?? '';
const NAMES = Object.keys(EXAMPLES_APPLIED);
const APPLIED = CHOSEN === 'all' ? NAMES : CHOSEN.split(',').filter((name) => name !== '');

/** What a change changes: tags added and removed, and what makes a new revision. */
const CHANGE = { tags: { Changed: 'yes', Team: null }, worker_memory: 4096, worker_cpu: 1024 };

/** The example and its change, by the names that files have. */
function versionsOf(name: string): readonly [Environment, Environment] {
  const files = Object.fromEntries(
    readdirSync(EXAMPLES)
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => [file.replace(/^(?!_)/, '_'), readFileSync(join(EXAMPLES, file), 'utf8')]),
  );
  const extending = { extends: `_${name}.yaml`, name: parse(files[`_${name}.yaml`] as string).name ?? name };
  return [{}, CHANGE].map((fields) => {
    const [environment] = loadEnvironments(folderOf({ ...files, 'example.yaml': { ...extending, ...fields } }));
    return environment as Environment;
  }) as [Environment, Environment];
}

real('what Terraform asks of AWS', () => {
  const patterns = new Set<string>();
  const called = new Set<string>();

  for (const name of APPLIED)
    test(`to apply, change and destroy ${name} is what its models take and its runbook lists`, async () => {
      const { region = 'us-east-1', account = ACCOUNT, before, without = [] } = EXAMPLES_APPLIED[name] ?? {};
      const emulator = await Emulator.start({ account });
      const recorder = await Recorder.before(emulator.endpoint);
      try {
        const network = await emulator.network(region, ['a', 'b', 'c']);
        const others = (await before?.(emulator, network)) ?? {};
        const folder = join(scratchFolder(), name);
        const terraform = new Terraform(folder, {
          ...emulator.variables,
          AWS_ENDPOINT_URL: recorder.endpoint,
          TF_VAR_prefect_api_key: 'the-key',
          TF_VAR_prefect_api_auth_string: 'admin:the-password',
          TF_VAR_worker_desired_count: '1',
        });
        const states: string[] = [];
        const listed: string[] = [];
        for (const environment of versionsOf(name)) {
          writeStack(folder, environment);
          adapt(folder, { ...idsIn(folder, network), ...others }, without);
          if (states.length === 0) await terraform.init();
          await terraform.apply();
          states.push(terraform.read('terraform.tfstate'));
          listed.push(...listedIn(runbook(environment, documentOf(environment))));
        }
        await terraform.destroy();
        const calls = checked(ofProvider(recorder.sent));
        for (const pattern of listed) patterns.add(pattern);
        for (const action of calls.flatMap(actionsOf)) called.add(action);
        process.stdout.write(
          `${name}: ${calls.length} requests of ${new Set(calls.map(({ action }) => action)).size} actions\n`,
        );
        expect(calls.filter(({ faults }) => faults.length > 0)).toEqual([]);
        expect(notListed(calls, listed)).toEqual([]);
        expect(aboutOthers(calls, knownIn(states))).toEqual([]);
      } finally {
        recorder.stop();
        emulator.stop();
      }
    });

  // Which patterns are unused only all examples together can tell.
  if (CHOSEN === 'all') {
    test('no permission is listed that nothing needs, unless it says why', () => {
      const unused = [...patterns].filter((pattern) => ![...called].some((action) => covers(pattern, action)));
      expect(unused.filter((pattern) => !Object.hasOwn(KEPT, pattern))).toEqual([]);
      expect(Object.keys(KEPT).filter((pattern) => !unused.includes(pattern))).toEqual([]);
    });
  }

  describe('a planted fault is found:', () => {
    const sent = (service: string, target: string, body: object): SentRequest => ({
      method: 'POST',
      url: '/',
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=test/20261127/us-east-1/${service}/aws4_request, SignedHeaders=host`,
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': target,
        'user-agent': 'terraform-provider-aws/5.100.0',
      },
      body: JSON.stringify(body),
    });
    const ecs = (action: string, body: object) => sent('ecs', `AmazonEC2ContainerServiceV20141113.${action}`, body);

    const PLANTED: readonly (readonly [what: string, request: SentRequest, fault: RegExp])[] = [
      ['a member that does not exist', ecs('CreateCluster', { clusterNam: 'a' }), /clusterNam is not a member/],
      ['a member that is required', ecs('CreateService', { cluster: 'a' }), /serviceName/],
      ['a member of another type', ecs('CreateCluster', { clusterName: 5 }), /Invalid type for parameter clusterName/],
      [
        'a value of no enumeration',
        ecs('CreateService', { serviceName: 'a', launchType: 'FARGTE' }),
        /FARGTE is none of/,
      ],
      [
        'a text that is too long',
        sent('logs', 'Logs_20140328.CreateLogGroup', { logGroupName: 'a'.repeat(513) }),
        /513 characters, at most 512/,
      ],
      ['a text of another form', sent('logs', 'Logs_20140328.CreateLogGroup', { logGroupName: 'a b' }), /is not \[/],
      [
        'a value of no enumeration, in XML',
        {
          ...sent('s3', '', {}),
          method: 'PUT',
          url: '/team-flows?versioning=&x-id=PutBucketVersioning',
          headers: { authorization: 'AWS4-HMAC-SHA256 Credential=test/20261127/us-east-1/s3/aws4_request' },
          body: '<VersioningConfiguration><Status>Enabld</Status></VersioningConfiguration>',
        },
        /Enabld is none of Enabled, Suspended/,
      ],
      ['an operation that does not exist', ecs('CreateClustre', {}), /is no operation/],
      ['a request that is not signed', { ...ecs('CreateCluster', {}), headers: {} }, /is not signed/],
    ];
    let found: readonly CheckedRequest[];
    beforeAll(() => {
      found = checked(PLANTED.map(([, request]) => request));
    });

    test.each(PLANTED)('%s', (what, _, fault) => {
      expect(found[PLANTED.findIndex(([other]) => other === what)]?.faults.join('\n')).toMatch(fault);
    });

    const CALLS = [
      ecs('RegisterTaskDefinition', { family: 'w', taskRoleArn: 'arn:aws:iam::1:role/r', containerDefinitions: [] }),
      ecs('UpdateService', { service: 'theirs', cluster: 'ours' }),
    ];

    test('an action that is not listed, and what AWS checks along with a listed one', () => {
      expect(notListed(checked(CALLS), ['ecs:*TaskDefinition*'])).toEqual(['ecs:UpdateService', 'iam:PassRole']);
      expect(notListed(checked(CALLS), ['ecs:*', 'iam:PassRole'])).toEqual([]);
    });

    test('a call on something that is not of the stack', () => {
      const resource = (attributes: object) => ({ mode: 'managed', instances: [{ attributes }] });
      const state = JSON.stringify({ resources: [resource({ family: 'w' }), resource({ name: 'ours' })] });
      expect(aboutOthers(checked(CALLS), knownIn([state]))).toEqual(['ecs:UpdateService on theirs']);
    });
  });
});
