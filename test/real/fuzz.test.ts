import { join } from 'node:path';
import fc from 'fast-check';
import type { Environment } from '../../src/environment/environment';
import { outcomeOf } from '../fuzz/outcome';
import { stackFiles } from '../fuzz/stack-file';
import { stackToPlan } from '../helpers/planned-policies';
import { real } from '../helpers/real';
import { environmentOf, scratchFolder } from '../helpers/stack-files';
import { Terraform } from '../helpers/terraform';
import { type Row, writeTogether } from '../pairwise/planned';

/** How many accepted stack files are validated. */
const VALIDATED = Number(process.env['FUZZ_VALIDATED'] ?? 8);
const SEED = Number(process.env['FUZZ_SEED'] ?? process.env['PAIRWISE_SEED'] ?? Math.floor(Math.random() * 1e9));
/** Modules of one configuration, since Terraform takes longer to start than to validate. */
const TOGETHER = 25;

jest.setTimeout(3_600_000);

process.stdout.write(`\nFUZZ_SEED=${SEED} FUZZ_VALIDATED=${VALIDATED}\n`);

real('stack files of allowed values', () => {
  test('are valid for Terraform where they are accepted', async () => {
    const rows = accepted().map((file, index): Row => {
      const environment: Environment = environmentOf(file, `f${index}`);
      return { name: `f${index}`, ...stackToPlan(environment) };
    });
    expect(rows.length).toBe(VALIDATED);
    const folder = scratchFolder();
    for (let at = 0; at < rows.length; at += TOGETHER) {
      const terraform = new Terraform(writeTogether(rows.slice(at, at + TOGETHER), join(folder, `${at}`)));
      await terraform.init();
      const { status, output } = await terraform.try('validate');
      expect([status, status === 0 ? '' : output]).toEqual([0, '']);
    }
  });
});

/** The first stack files of the seed that are accepted. */
function accepted(): object[] {
  const found: object[] = [];
  for (let batch = 0; found.length < VALIDATED; batch += 1) {
    const files = fc.sample(stackFiles(), { seed: SEED + batch, numRuns: 50 });
    found.push(...files.filter((file) => !isForVersion6(file) && !('refused' in outcomeOf(file))));
  }
  return found.slice(0, VALIDATED);
}

/** Modules share one version of a provider, and here that is the oldest of version 5. */
function isForVersion6(file: { readonly aws?: { readonly provider_version?: unknown } }): boolean {
  return file.aws?.provider_version === 6;
}
