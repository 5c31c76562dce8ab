/** What Terraform and the cdktf CLI leave beside generated files. */
export const IGNORED = [
  '.terraform/',
  '*.tfstate',
  '*.tfstate.*',
  'tfplan',
  '*.auto.tfvars',
  'generated/**/.staging-*/',
  'cdktf.log',
];
