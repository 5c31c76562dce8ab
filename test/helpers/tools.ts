import { spawnSync } from 'node:child_process';
import { fetchProvider } from './terraform';

/** What the tests against the real thing need on the PATH, and how to tell that it is there. */
const TOOLS: readonly { readonly command: string; readonly args: readonly string[]; readonly what: string }[] = [
  {
    command: 'terraform',
    args: ['version'],
    what: 'Terraform 1.11 or newer (terraform: https://developer.hashicorp.com/terraform/install)',
  },
  { command: 'moto_server', args: ['--help'], what: "the AWS emulator (moto_server: pip install 'moto[server]')" },
];

/** The tools that this machine lacks, in words. */
export function missingTools(): string[] {
  return TOOLS.filter(({ command, args }) => spawnSync(command, args, { stdio: 'ignore' }).status !== 0).map(
    ({ what }) => what,
  );
}

/**
 * Jest runs this once before the tests against the real thing. Where a tool is missing they are skipped, and one line
 * says so; with REQUIRE_TOOLS set, as in CI, that is a failure.
 */
export default async function setUp(): Promise<void> {
  const missing = missingTools();
  if (missing.length === 0) return fetchProvider();
  if (process.env['REQUIRE_TOOLS']) throw new Error(`the tests against the real thing need ${missing.join(' and ')}`);
  console.log(`\nSkipped: the tests against the real Terraform and AWS emulator. Missing here: ${missing.join('; ')}`);
  process.env['TOOLS_MISSING'] = 'yes';
}
