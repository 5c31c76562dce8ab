import { basename, dirname } from 'node:path';
import { loadEnvironments } from './environment/load';
import { ConfigError } from './errors';
import { generate, MANIFEST } from './generate';
import { write } from './output';
import { reportMistakes, reportWarnings } from './report';

/**
 * The cdktf app: what cdktf.json starts. The cdktf CLI says where it looks for its manifest; `generated/` is around
 * that. It passes on no options, so strictness is an environment variable.
 */
const manifests = process.env['CDKTF_OUTDIR'] ?? 'generated/cdktf';

reportMistakes(() => {
  if (basename(manifests) !== dirname(MANIFEST)) {
    throw new ConfigError([
      {
        file: manifests,
        message: `cannot be the output folder of cdktf: it removes folders there, with what people have put into them`,
        hint: `use a folder of the name ${dirname(MANIFEST)}, as in cdktf.json: generated/cdktf`,
      },
    ]);
  }
  const environments = loadEnvironments('stacks');
  reportWarnings(environments, process.env['PREFECT_ECS_WORKER_STRICT'] !== undefined);
  const { notes } = write(dirname(manifests), generate(environments));
  for (const note of notes) console.error(note);
});
