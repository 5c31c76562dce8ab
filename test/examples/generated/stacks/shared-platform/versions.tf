# Generated from stacks/shared-platform.yaml. Do not edit: the next synthesis writes it again.
terraform {
  required_version = ">= 1.9.0"
}
