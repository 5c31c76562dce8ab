import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { textOfNamed } from '../disk/named-file';
import { readIfThere } from '../disk/read-if-there';
import { inputsOf } from '../doctor/inputs';
import { assignments } from '../doctor/terraform-expression';
import { ConfigError } from '../problems/errors';
import { inputsOfBlock, inputsSet, referenceBlocks, type TerraformInputs, variablesInJson } from './from-terraform';

const HINT = 'set --from to a .tf file with one module block that sets worker_work_pool_name, or to a .tfvars file';

/** The inputs of the reference module in a file. @throws ConfigError where there are none, or it cannot be read. */
export function inputsInFile(file: string): TerraformInputs {
  const text = textOfNamed(file, HINT, 1);
  const refused = (message: string, hint = HINT) => new ConfigError([{ file, message, hint }]);
  if (/\.tfvars(\.json)?$/.test(file)) {
    const found = inputsSet(variablesIn(file, text));
    if (Object.keys(found.values).length + found.left.length === 0) throw refused('sets no input');
    return found;
  }
  const blocks = referenceBlocks(text);
  const [block] = blocks;
  if (block === undefined) throw refused('contains no module block of the reference module');
  if (blocks.length > 1) {
    const names = blocks.map(({ name }) => name).join(', ');
    const message = `contains ${blocks.length} module blocks of the reference module: ${names}`;
    throw refused(message, 'copy one of them into a file of its own, in the same folder, and set --from to that');
  }
  if (!block.isClosed) {
    throw refused(`the module block "${block.name}" does not end`, 'correct what terraform validate shows');
  }
  const folder = dirname(file);
  const names = readdirSync(folder);
  const beside = (name: string) => readIfThere(join(folder, name));
  // Terraform reads all of a folder as one configuration.
  const texts = names.filter((name) => /\.tf$/.test(name)).map((name) => beside(name) ?? '');
  return inputsOfBlock(block, { texts: [text, ...texts], variables: inputsOf(names, beside, process.env) });
}

function variablesIn(file: string, text: string) {
  if (!file.endsWith('.json')) return assignments(text);
  try {
    return variablesInJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ConfigError([{ file, message: 'cannot be read (invalid JSON, or no object)', hint: HINT }]);
  }
}
