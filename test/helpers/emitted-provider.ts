import { stackOf } from './synthesized';

/** The settings of the AWS provider and of the S3 backend in the stack of these fields. */
export function emittedProvider(fields: object): { readonly provider: object; readonly backend: object } {
  const { provider, terraform } = stackOf(fields) as unknown as {
    readonly provider: { readonly aws: readonly object[] };
    readonly terraform: { readonly backend: { readonly s3?: object } };
  };
  return { provider: provider.aws[0] as object, backend: terraform.backend.s3 ?? {} };
}
