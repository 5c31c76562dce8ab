import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlannedStack } from '../../src/doctor/planned-stack';
import type { Value } from '../../src/doctor/terraform-expression';
import type { TerraformDocument } from '../../src/runbook/terraform-document';
import { ACCOUNT } from './emulator';
import { GENERATED_EXAMPLES } from './examples';

const fileOf = (name: string, file: string) => readFileSync(join(GENERATED_EXAMPLES, 'stacks', name, file), 'utf8');

export function documentOf(name: string): TerraformDocument {
  return JSON.parse(fileOf(name, 'cdk.tf.json'));
}

/** What the command knows of an example without Terraform. */
export function stackOf(name: string, inputs: Readonly<Record<string, Value>> = {}): PlannedStack {
  const document = documentOf(name);
  return new PlannedStack(document, {
    account: ACCOUNT,
    region: String(document.provider?.['aws']?.[0]?.['region']),
    partition: 'aws',
    dnsSuffix: 'amazonaws.com',
    inputs,
    parameters: { '/platform/prefect/security-group': 'sg-0a51c9e27f3b64d80' },
    file: (path) => fileOf(name, path),
  });
}
