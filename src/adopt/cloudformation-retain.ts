import { type DescribedStack, stackNameOf } from './cloudformation-stack';

/**
 * How a stack of CloudFormation is deleted without what it created. Sources: DeletionPolicy in the template reference;
 * "Updating a stack": no update changes a DeletionPolicy by itself, but one of Metadata does with it.
 */
export function lettingGo(stack: DescribedStack): string {
  const name = stackNameOf(stack);
  return [
    `After the apply of the new stack, nothing may update the stack ${name} but for this. It deletes the stack, and nothing that the stack created.`,
    'Every resource is kept, also those that are not taken over: the worker uses them.',
    '',
    `aws cloudformation get-template --stack-name ${name} --query TemplateBody > template.json`,
    '',
    'A template in YAML is one string in it: jq -r . template.json shows it; write the two attributes by hand, or convert it to JSON.',
    'CloudFormation changes no DeletionPolicy alone, so Metadata changes with it:',
    '',
    `jq '.Resources[] |= (.DeletionPolicy = "Retain" | .UpdateReplacePolicy = "Retain" | .Metadata.KeptBy = "Terraform")' template.json > retained.json`,
    `aws cloudformation update-stack --stack-name ${name} --template-body file://retained.json --capabilities CAPABILITY_NAMED_IAM --parameters $(aws cloudformation describe-stacks --stack-name ${name} --query 'Stacks[0].Parameters[].ParameterKey' --output text | xargs -n 1 printf 'ParameterKey=%s,UsePreviousValue=true ')`,
    `aws cloudformation wait stack-update-complete --stack-name ${name}`,
    `aws cloudformation get-template --stack-name ${name} --query TemplateBody | jq '[.Resources[].DeletionPolicy] | unique'   # must be ["Retain"]`,
    `aws cloudformation delete-stack --stack-name ${name}`,
  ].join('\n');
}
