import { writeFileSync } from 'node:fs';
import { writeOnly } from '../../src/output/output';
import { exampleFiles } from '../helpers/example-files';
import { GENERATED_EXAMPLES } from '../helpers/examples';
import { linesOfVariants, VARIANT_LINES } from '../helpers/runbook-variants';

/** `npm run examples`: writes what is generated from the stack files beside this file, to be read in review. */
const { missing, changed } = writeOnly(GENERATED_EXAMPLES, exampleFiles());
for (const path of [...missing, ...changed]) console.log(path);
writeFileSync(VARIANT_LINES, linesOfVariants());
