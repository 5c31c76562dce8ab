import type { Config } from '../../environment/schema';
import type { SecretSource } from '../../values/aws-fields';

/** The credential by which Prefect knows the worker: where it is kept, and the setting that the client reads. */
export type ApiKey =
  | { readonly from: 'nowhere' }
  | ({ readonly setting: 'PREFECT_API_KEY' | 'PREFECT_API_AUTH_STRING' } & (
      | {
          readonly from: 'input';
          readonly store: 'secret' | 'ssm_parameter';
          readonly version: number;
          readonly kmsKey?: SecretSource['kmsKey'];
        }
      | { readonly from: 'existing'; readonly source: SecretSource }
    ));

export function toApiKey({ prefect, apiKey = {} }: Config): ApiKey {
  const auth = prefect.auth ?? 'api_key';
  if (auth === 'none') return { from: 'nowhere' };
  const setting = auth === 'api_key' ? 'PREFECT_API_KEY' : 'PREFECT_API_AUTH_STRING';
  const { version, store, ...source } = apiKey;
  return (source.secretArn ?? source.secretName ?? source.ssmParameter)
    ? { setting, from: 'existing', source }
    : { setting, from: 'input', store: store ?? 'secret', version: version ?? 1, kmsKey: source.kmsKey };
}
