import { loadEnvironments } from './config/load';
import { ConfigError } from './errors';
import { generate } from './generate';
import { write } from './output';

/** The cdktf app: what cdktf.json starts. The cdktf CLI says where to write, and reads manifest.json there. */
try {
  write(process.env['CDKTF_OUTDIR'] ?? 'generated', generate(loadEnvironments('stacks')));
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
