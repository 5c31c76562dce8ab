# Generated from stacks/heavy-flows.yaml. Do not edit: the next synthesis writes it again.
moved {
  from = aws_security_group_rule.flow_runs_outbound_tcp_443_anywhere
  to   = aws_security_group_rule.flow_runs_outbound
}
