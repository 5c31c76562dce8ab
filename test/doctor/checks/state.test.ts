import { checkState } from '../../../src/doctor/checks/state';
import { LocalServer } from '../../helpers/local-server';
import { contextOf, linesOf } from '../../helpers/recorded-aws';

/** The look connects by itself, as the state may be in another region and account: it asks this server. */
let server: LocalServer;
let answers: Readonly<Record<string, readonly [status: number, text?: string]>> = {};
const before = { ...process.env };

beforeAll(async () => {
  server = await LocalServer.start(({ method, url = '' }, response) => {
    const { pathname, search } = new URL(url, 'http://s3');
    const [status, text] = answers[`${method} ${pathname}${search.includes('versioning') ? '?versioning' : ''}`] ?? [
      500,
    ];
    response.writeHead(status, { 'last-modified': 'Fri, 27 Nov 2026 02:00:00 GMT' }).end(text);
  });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: server.url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
});
afterAll(() => {
  process.env = before;
  server.stop();
});

const BUCKET = 'example-terraform-state';
const BACKEND = { bucket: BUCKET, key: 'prod.tfstate', region: 'us-east-1', use_path_style: true, use_lockfile: true };
const [HEAD, VERSIONING, LOCK] = [
  `HEAD /${BUCKET}/`,
  `GET /${BUCKET}/?versioning`,
  `HEAD /${BUCKET}/prod.tfstate.tflock`,
];
const versioning = (status: string) =>
  [
    200,
    `<VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${status}</VersioningConfiguration>`,
  ] as const;
const ENABLED = versioning('<Status>Enabled</Status>');
const KEEPS = `ok, state: the bucket ${BUCKET} exists, and keeps versions`;

test.each<[string, typeof answers, string[]]>([
  ['is in a bucket that keeps versions', { [HEAD]: [200], [VERSIONING]: ENABLED, [LOCK]: [404] }, [KEEPS]],
  [
    'is in a bucket that keeps none',
    { [HEAD]: [200], [VERSIONING]: versioning(''), [LOCK]: [404] },
    [`warning state-not-versioned, state: the bucket ${BUCKET} keeps no versions`],
  ],
  [
    'is locked',
    { [HEAD]: [200], [VERSIONING]: ENABLED, [LOCK]: [200] },
    [KEEPS, 'warning state-locked, state: it is locked since 2026-11-27T02:00:00.000Z'],
  ],
  ['has a lock that these credentials may not see', { [HEAD]: [200], [VERSIONING]: ENABLED, [LOCK]: [403] }, [KEEPS]],
  ['has no bucket', { [HEAD]: [404] }, [`problem state-bucket-missing, state: there is no bucket ${BUCKET}`]],
  ['is in a bucket of others', { [HEAD]: [403] }, ['unread, state: these credentials may not call s3:ListBucket']],
  [
    'has a lock of which S3 says nothing, which is not taken for none',
    { [HEAD]: [200], [VERSIONING]: ENABLED, [LOCK]: [500] },
    [KEEPS, expect.stringMatching(/^unread, state: s3:GetObject was not answered: /)],
  ],
])('the state %s', async (_, given, expected) => {
  answers = given;
  expect(linesOf(await checkState({ ...contextOf({}), backend: BACKEND }))).toEqual(expected);
});

test('a lock is looked for only where there is one', async () => {
  answers = { [HEAD]: [200], [VERSIONING]: ENABLED };
  const backend = { ...BACKEND, use_lockfile: false };
  expect(linesOf(await checkState({ ...contextOf({}), backend }))).toEqual([KEEPS]);
});

test('a state that is not in S3 is not looked for', async () => {
  expect(await checkState(contextOf({}))).toEqual([]);
});
