import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hclFiles } from '../../src/hcl/eject';
import type { Terraform } from './terraform';

/** Writes what a stack's folder has for Terraform as HCL into another folder, with its state. */
export function ejectFolder(stack: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const { terraform, ...document } = JSON.parse(readFileSync(join(stack, 'cdk.tf.json'), 'utf8'));
  const [, version] = /required_version = "(.*)"/.exec(readFileSync(join(stack, 'versions.tf'), 'utf8')) ?? [];
  const files = hclFiles({ ...document, terraform: { ...terraform, required_version: version } });
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
  const isBeside = (name: string) => /(^moved\.tf|\.tftpl|\.tfstate|\.txt|override\.tf\.json)$/.test(name);
  for (const name of readdirSync(stack).filter(isBeside)) copyFileSync(join(stack, name), join(folder, name));
}

/** A stack as HCL, beside its folder, ready to plan. */
export async function ejected(terraform: Terraform): Promise<Terraform> {
  const folder = `${terraform.folder}-as-hcl`;
  ejectFolder(terraform.folder, folder);
  if (existsSync(join(folder, 'cdk.tf.json'))) throw new Error('the JSON is there too');
  const other = terraform.in(folder);
  await other.init();
  return other;
}
