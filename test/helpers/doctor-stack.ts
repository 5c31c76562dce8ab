import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlannedStack } from '../../src/doctor/planned-stack';
import type { ReadFile } from '../../src/doctor/terraform-parser';
import type { Value } from '../../src/doctor/terraform-value';
import type { TerraformDocument } from '../../src/runbook/terraform-document';
import { ACCOUNT } from './emulator';
import { GENERATED_EXAMPLES } from './examples';
import { environmentOf } from './stack-files';
import { inFolder } from './synthesized';

const fileOf = (name: string, file: string) => readFileSync(join(GENERATED_EXAMPLES, 'stacks', name, file), 'utf8');

export function documentOf(name: string): TerraformDocument {
  return JSON.parse(fileOf(name, 'cdk.tf.json'));
}

/** What the command knows of an example without Terraform. */
export function stackOf(name: string, inputs: Readonly<Record<string, Value>> = {}): PlannedStack {
  return planned(documentOf(name), (path) => fileOf(name, path), inputs);
}

/** The same of a stack file with the required fields and these. */
export function plannedStackOf(fields: object): PlannedStack {
  const { document, templates } = inFolder(environmentOf(fields));
  return planned(document, (path) => templates.get(path), {});
}

function planned(document: TerraformDocument, file: ReadFile, inputs: Readonly<Record<string, Value>>): PlannedStack {
  return new PlannedStack(document, {
    account: ACCOUNT,
    region: String(document.provider?.['aws']?.[0]?.['region']),
    partition: 'aws',
    dnsSuffix: 'amazonaws.com',
    inputs,
    parameters: { '/platform/prefect/security-group': 'sg-0a51c9e27f3b64d80' },
    file,
  });
}
