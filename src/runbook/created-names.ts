import type { Environment } from '../environment/environment';
import type { PhysicalName } from '../features/names/name-kinds';
import { physicalNames, randomEndOf } from '../features/names/physical-names';
import { NAME_OUTPUTS } from '../features/outputs/stack-values';
import { shellWord } from './shell';

type Named = Extract<keyof typeof NAME_OUTPUTS, PhysicalName>;

/** The name of what this stack creates as one word; one with a random end is an output, which ends in `outputEnd`. */
export function createdInShell({ inputs, naming }: Environment, of: Named, outputEnd = ''): string {
  return randomEndOf(of, naming) > 0
    ? `"$(terraform output -raw ${NAME_OUTPUTS[of]}${outputEnd})"`
    : shellWord(physicalNames(inputs.name, naming)[of]);
}
