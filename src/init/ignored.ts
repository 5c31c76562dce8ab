/** What npm installs, and what Terraform and the cdktf CLI leave beside generated files. */
export const IGNORED = [
  'node_modules/',
  '.terraform/',
  '*.tfstate',
  '*.tfstate.*',
  'tfplan',
  '*.auto.tfvars',
  'generated/**/.staging-*/',
  'cdktf.log',
];
