import { checkImages } from '../../../src/doctor/checks/image';
import { type Answers, refusal, seenBy } from '../../helpers/recorded-aws';

const PLANNED = { applied: false };

describe('the image', () => {
  const SUBJECT = 'image 111122223333.dkr.ecr.us-east-1.amazonaws.com/prefect-aws:0.7.12-python3.12';
  const holding = (imageManifest: object): Answers => ({
    BatchGetImage: { images: [{ imageManifest: JSON.stringify(imageManifest) }], failures: [] },
  });
  const index = (...architectures: string[]) =>
    holding({ manifests: architectures.map((architecture) => ({ platform: { architecture } })) });

  test.each([
    ['of one architecture, which its manifest does not tell', holding({ config: {} }), ['ok', 'it exists']],
    ['for several', index('arm64', 'amd64'), ['ok', 'it exists']],
    ['for another', index('arm64'), ['problem image-architecture', 'it is for arm64, and its task for X86_64']],
    [
      'that is not there',
      { BatchGetImage: { images: [], failures: [{ failureCode: 'ImageNotFound' }] } },
      ['problem image-missing', 'the repository prefect-aws has no image 0.7.12-python3.12'],
    ],
    [
      'without its repository',
      { BatchGetImage: refusal('RepositoryNotFoundException') },
      ['problem image-missing', 'there is no repository prefect-aws in the registry of 111122223333'],
    ],
    [
      'that may not be looked at',
      { BatchGetImage: refusal('AccessDeniedException') },
      ['unread', 'these credentials may not call ecr:BatchGetImage'],
    ],
  ])('%s', async (_, answers, [status, seen]) => {
    expect(await seenBy(checkImages, answers, PLANNED)).toEqual([`${status}, ${SUBJECT}: ${seen}`]);
  });

  test('is asked for by its digest, and in the region of its registry', async () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const image = `444455556666.dkr.ecr.eu-west-1.amazonaws.com/team/worker:1@${digest}`;
    const asked: object[] = [];
    const answers: Answers = {
      BatchGetImage: (input) => {
        asked.push(input);
        return { images: [{}] };
      },
    };
    const worker = { task: { containers: [{ image }], architecture: 'ARM64' } };
    expect(await seenBy(checkImages, answers, { ...PLANNED, worker })).toEqual([`ok, image ${image}: it exists`]);
    expect(asked).toEqual([
      { registryId: '444455556666', repositoryName: 'team/worker', imageIds: [{ imageDigest: digest }] },
    ]);
  });

  test('of a registry that asks for credentials is not looked at, nor one whose name is not known yet', async () => {
    const containers = [
      { image: 'registry.example.com/a:1', repositoryCredentials: { credentialsParameter: 'arn:a' } },
      { image: 'registry.example.com/\uE002:1' },
    ];
    const worker = { task: { containers, architecture: 'X86_64' } };
    expect(await seenBy(checkImages, {}, { ...PLANNED, worker })).toEqual([
      'skipped, image registry.example.com/a:1: its registry asks for credentials, which are not used here',
      'skipped, image: its name is only known after the apply',
    ]);
  });
});
