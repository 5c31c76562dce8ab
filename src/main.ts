import { loadEnvironments } from './config/load';
import { generate } from './generate';
import { write } from './output';
import { reportMistakes, reportWarnings } from './report';

/**
 * The cdktf app: what cdktf.json starts. The cdktf CLI says where to write, and reads manifest.json there; it passes on
 * no options, so strictness is an environment variable.
 */
reportMistakes(() => {
  const environments = loadEnvironments('stacks');
  reportWarnings(environments, process.env['PREFECT_ECS_WORKER_STRICT'] !== undefined);
  write(process.env['CDKTF_OUTDIR'] ?? 'generated', generate(environments));
});
