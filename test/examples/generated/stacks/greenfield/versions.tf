# Generated from stacks/greenfield.yaml. Do not edit: the next synthesis writes it again.
terraform {
  required_version = ">= 1.11.0"
}
