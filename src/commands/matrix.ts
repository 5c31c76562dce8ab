import { join } from 'node:path';
import { Option } from 'commander';
import { environmentFolder } from '../output/generate';

export function matrixOption(): Option {
  return new Option('--matrix', 'print one line: a matrix for GitHub Actions').default(false).conflicts('json');
}

/** A matrix for jobs of GitHub Actions: what is known of each environment, and the folder of its Terraform. */
export function matrixOf(environments: readonly { readonly environment: string }[], out: string): string {
  const include = environments.map((one) => ({ ...one, folder: join(out, environmentFolder(one.environment)) }));
  return JSON.stringify({ include });
}
