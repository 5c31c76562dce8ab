/** The document of an environment that Terraform reads. */
export const DOCUMENT = 'cdk.tf.json';

/** The same beside HCL: Terraform reads no file of this name. */
const DOCUMENT_BESIDE_HCL = 'document.json';

export const DOCUMENTS = [DOCUMENT, DOCUMENT_BESIDE_HCL] as const;

export function documentFileOf(format: 'json' | 'hcl' | undefined): string {
  return format === 'hcl' ? DOCUMENT_BESIDE_HCL : DOCUMENT;
}

/** The document among the files of an environment's folder, by its name. */
export function documentAmong(
  textOf: (name: string) => string | undefined,
): { readonly name: string; readonly text: string } | undefined {
  for (const name of DOCUMENTS) {
    const text = textOf(name);
    if (text !== undefined) return { name, text };
  }
  return undefined;
}
