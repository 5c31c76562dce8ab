import type { ContainerDefinition, ContainerOverride } from '@aws-sdk/client-ecs';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Emulator } from './emulator';

/** What ECS would run: the command (the image's entry point ends in `exec "$@"`), and all variables. */
export interface Container {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** What ECS makes of a container's definition and a task's overrides: it injects secrets and sets the region. */
export async function asEcsStarts(
  emulator: Emulator,
  definition: ContainerDefinition,
  override: ContainerOverride = {},
  region = 'us-east-1',
): Promise<Container> {
  const plain = [...(definition.environment ?? []), ...(override.environment ?? [])];
  const secrets = await Promise.all(
    (definition.secrets ?? []).map(async ({ name, valueFrom }) => [
      name,
      await secretValue(emulator, valueFrom ?? '', region),
    ]),
  );
  return {
    command: override.command ?? definition.command ?? [],
    environment: {
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      ...Object.fromEntries(plain.map(({ name, value }) => [name, value])),
      ...Object.fromEntries(secrets),
    },
  };
}

/** `ARN[:JSON-KEY:STAGE:VERSION]`; an ARN has seven parts. */
async function secretValue(emulator: Emulator, valueFrom: string, region: string): Promise<string> {
  const parts = valueFrom.split(':');
  const [key = '', stage = '', version = ''] = parts.slice(7);
  const { SecretString = '' } = await emulator.client(SecretsManagerClient, region).send(
    new GetSecretValueCommand({
      SecretId: parts.slice(0, 7).join(':'),
      ...(stage !== '' && { VersionStage: stage }),
      ...(version !== '' && { VersionId: version }),
    }),
  );
  return key === '' ? SecretString : JSON.parse(SecretString)[key];
}
