import { spawnSync } from 'node:child_process';

/** Holds answers against AWS's own models, which botocore carries, and which the emulator runs on. */
const CHECK = `
import json, sys
import botocore.session
from botocore.validate import ParamValidator

session = botocore.session.get_session()

def unknown(answer, shape):
    if shape.type_name == "structure":
        for name, member in answer.items():
            if name not in shape.members:
                yield name
            else:
                yield from unknown(member, shape.members[name])
    elif shape.type_name == "list":
        for item in answer:
            yield from unknown(item, shape.member)

for service, operation, answer in json.load(sys.stdin):
    shape = session.get_service_model(service).operation_model(operation).output_shape
    report = ParamValidator().validate(answer, shape)
    if report.has_errors():
        sys.exit(f"{service} {operation}: {report.generate_report()}")
    names = list(unknown(answer, shape))
    if names:
        sys.exit(f"{service} {operation}: no such members: {names}")
`;

/** An answer: the service and operation as botocore names them, and the answer's body. */
export type Answered = readonly [service: string, operation: string, answer: object];

/** What AWS's models do not allow of these answers; empty: they allow all. */
export function againstShapes(answers: readonly Answered[]): string {
  const { status, stderr } = spawnSync('python3', ['-c', CHECK], { input: JSON.stringify(answers), encoding: 'utf8' });
  return status === 0 ? '' : stderr;
}
