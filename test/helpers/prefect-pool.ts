import type { PrefectServer } from './prefect-server';
import type { AppliedStack } from './prefect-stack';
import { succeed } from './run';
import { terraformEnvironment } from './terraform';

// biome-ignore lint/suspicious/noExplicitAny: a JSON document.
export type Json = any;

/** What Terraform says the work pool's template is. */
export function templateOf({ outputs }: AppliedStack): Json {
  return JSON.parse(String(outputs['prefect_base_job_template']));
}

/** Runs a command that the stack's output names, word for word, where people run it: in the stack's folder. */
export async function runOutput(server: PrefectServer, stack: AppliedStack, output: string): Promise<void> {
  await succeed('sh', ['-c', String(stack.outputs[output])], {
    cwd: stack.folder,
    env: { ...terraformEnvironment(), ...server.variables },
  });
}
