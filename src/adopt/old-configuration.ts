import { shellWord } from '../runbook/shell';
import { type FoundWorker, FURTHER_POLICIES } from './found-worker';
import { importId } from './import-ids';
import type { Taken } from './resource';
import type { Way } from './ways';

/** What of the stack file leads over from where the worker is now. */
export function leadingFields(found: FoundWorker, way: Way): Readonly<Record<string, unknown>> {
  const { module, origin } = found;
  // At the root, the other addresses are those of the stack already.
  if (way === 'moved') {
    const moved = found.taken
      .filter(({ to }) => to.startsWith(FURTHER_POLICIES))
      .map(({ resource, to }) => ({ from: resource.address, to }));
    return {
      ...(module !== '' && { adopt: { module, from: origin } }),
      ...(moved.length > 0 && { terraform: { moved } }),
    };
  }
  if (way !== 'import') return {};
  return { terraform: { import: imports(found).map(({ to, id }) => ({ to, id })) } };
}

export interface Import {
  readonly to: string;
  readonly id: string;
  readonly taken: Taken;
}

/** A policy within a role is no resource of its own, and Terraform puts ours over it. */
export function imports(found: FoundWorker): Import[] {
  return found.taken.flatMap((taken) => {
    const id = importId(taken.resource);
    return id === undefined ? [] : [{ to: taken.to, id, taken }];
  });
}

/** What a person does to the old configuration, as text. */
export function oldConfiguration(found: FoundWorker, way: Way, name: string, isState = true): string {
  if (!isState) return outsideTerraform(found);
  if (way === 'moved') return moved(found, name);
  if (way === 'module') return asModule(found);
  return way === 'import' ? imported(found) : moveCommands(found, name);
}

function outsideTerraform({ taken }: FoundWorker): string {
  return [
    'After the apply of the new stack, nothing else may change or delete these:',
    '',
    ...taken.map(({ resource }) => resource.address),
    '',
    'If CloudFormation created them, set DeletionPolicy: Retain on each, update its stack, and then remove them from its',
    'template: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html',
  ].join('\n');
}

function moved({ module, left }: FoundWorker, name: string): string {
  const shown = left.filter(({ isForgotten, resource }) => isForgotten && resource.isShown);
  return [
    ...shown.map(
      ({ resource: { address } }) =>
        `The plan fails where the provider of ${address} has an alias, which terraform show -json does not say: then adopt what terraform state pull writes.`,
    ),
    `The stack takes over the old state: set backend of stacks/${name}.yaml to the backend of the old configuration.`,
    `Plan in the folder of the new stack. After its apply, delete the old configuration, without terraform destroy${module === '' ? '' : ', and remove adopt from the stack file'}.`,
  ].join('\n');
}

function asModule({ module }: FoundWorker): string {
  return [
    `Change the block of ${module} in the old configuration; its plan is empty:`,
    '',
    '  source = "./generated/module"',
  ].join('\n');
}

function imported(found: FoundWorker): string {
  // Of a module that we do not know, the rest stays.
  const module = found.origin === undefined ? '' : found.module;
  const letGo = [...found.taken, ...found.left.filter(({ isForgotten }) => isForgotten)];
  const addresses = module === '' ? letGo.map(({ resource }) => resource.address) : [module];
  // A removed block is about all instances.
  const isOne = addresses.every((address) => !address.includes('['));
  if (!isOne || addresses.some((address) => address.startsWith('the '))) {
    return [
      'After the apply of the new stack, in the folder of the old configuration: let its state forget what was imported,',
      `and remove ${module === '' ? 'these resources' : module} from the configuration, before anybody plans there:`,
      '',
      ...addresses
        .filter((address) => !address.startsWith('the '))
        .map((address) => `terraform state rm ${shellWord(address)}`),
    ].join('\n');
  }
  return [
    `After the apply of the new stack: in the old configuration, write this instead of ${module === '' ? 'these resources' : `the block of ${module}`}, and apply. The plan must destroy nothing:`,
    '',
    addresses
      .map((address) => `removed {\n  from = ${address}\n\n  lifecycle {\n    destroy = false\n  }\n}`)
      .join('\n\n'),
  ].join('\n');
}

function moveCommands({ module, taken, left }: FoundWorker, name: string): string {
  return [
    'In the folder of the old configuration:',
    '',
    'terraform state pull > old.tfstate',
    'cp old.tfstate before.tfstate',
    ...taken.map(
      ({ resource, to }) =>
        `terraform state mv -state=old.tfstate -state-out=${name}.tfstate ${shellWord(resource.address)} ${shellWord(to)}`,
    ),
    // To delete it would delete the policy that the new stack sets.
    ...left
      .filter(({ isForgotten }) => isForgotten)
      .map(({ resource }) => `terraform state rm -state=old.tfstate ${shellWord(resource.address)}`),
    '',
    `In the folder of the new stack, after terraform init: terraform state push ${name}.tfstate`,
    `Its plan must destroy nothing. Then, in the old folder: terraform state push old.tfstate, and remove ${module === '' ? 'these resources' : module} from the configuration.`,
  ].join('\n');
}
