import type { Environment } from '../../environment/environment';
import { shellWord } from '../../runbook/shell';
import { code } from '../../runbook/template';

export function takeOverView({ module }: NonNullable<Environment['adopt']>) {
  return { module: code(module), inShell: shellWord(`${module}.`) };
}
