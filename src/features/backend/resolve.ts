import type { Config } from '../../environment/schema';

type Backends = NonNullable<Config['backend']>;

export type Backend =
  | ({ readonly type: 'local' } & NonNullable<Backends['local']>)
  | ({ readonly type: 's3'; readonly key: string; readonly region: string } & Omit<
      NonNullable<Backends['s3']>,
      'key' | 'region'
    >)
  | ({ readonly type: 'hcp'; readonly workspace: string } & Omit<NonNullable<Backends['hcp']>, 'workspace'>)
  | ({ readonly type: 'http' } & NonNullable<Backends['http']>)
  | { readonly type: 'at_init'; readonly kind: NonNullable<Backends['atInit']> };

export function toBackend(name: string, { backend, region }: Config): Backend {
  const { s3, hcp, http, atInit, local } = backend ?? {};
  if (s3) {
    return { type: 's3', ...s3, key: s3.key ?? `prefect-ecs-worker/${name}.tfstate`, region: s3.region ?? region };
  }
  if (hcp) return { type: 'hcp', ...hcp, workspace: hcp.workspace ?? `prefect-ecs-worker-${name}` };
  if (http) return { type: 'http', ...http };
  if (atInit) return { type: 'at_init', kind: atInit };
  return { type: 'local', path: local?.path ?? 'terraform.tfstate' };
}
