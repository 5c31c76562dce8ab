import { markdown } from './template';
import type { TerraformDocument } from './terraform-document';

/** A Terraform input of a stack and what it holds here. */
export interface InputRow {
  readonly name: string;
  readonly value: string;
}

/** The stack's Terraform inputs with this environment's values, for the runbook. */
export function inputRows({ variable = {} }: TerraformDocument): InputRow[] {
  return Object.entries(variable).map(([name, block]) => ({
    name,
    value: 'default' in block ? inWords(block['default']) : '*asked for; not in any file*',
  }));
}

function inWords(value: unknown): string {
  if (value === null) return '*none: looked up or created*';
  if (value === '') return '*empty*';
  return Array.isArray(value) ? value.map((part) => markdown(String(part))).join(', ') : markdown(String(value));
}
