import { markdown } from '../../runbook/template';
import { has, type TerraformDocument } from '../../runbook/terraform-document';

/** A Terraform input of a stack and what it holds here. */
export interface InputRow {
  readonly name: string;
  readonly type: string;
  readonly value: string;
  readonly meaning: string;
}

/** The stack's Terraform inputs with this environment's values, for the runbook. */
export function inputRows(document: TerraformDocument): InputRow[] {
  const created = { worker_task_role_arn: 'aws_iam_role.prefect_worker_task_role' };
  const isCreated = (name: string) => has(document, created[name as keyof typeof created] ?? '');
  return Object.entries(document.variable ?? {}).map(([name, block]) => ({
    name,
    type: markdown(String(block['type'] ?? 'any')),
    value:
      'default' in block
        ? inWords(block['default'], isCreated(name) ? '*none: created*' : '*none: looked up*')
        : '*set it when you apply; not in any file*',
    meaning: markdown(String(block['description'] ?? '')) || 'from the stack file',
  }));
}

/** The stack's outputs, for the runbook. */
export function outputRows(document: TerraformDocument): { readonly name: string; readonly meaning: string }[] {
  return Object.entries(document.output ?? {}).map(([name, block]) => ({
    name,
    meaning: markdown(String(block['description'] ?? '')) || 'from the stack file',
  }));
}

function inWords(value: unknown, none: string): string {
  if (value === null) return none;
  if (value === '') return '*empty*';
  return Array.isArray(value) ? value.map((part) => markdown(String(part))).join(', ') : markdown(String(value));
}
