import type { Emulator } from './emulator';

/** The services that no SDK client is installed for here, and how their JSON protocol names them. */
const SERVICES = {
  sqs: { target: 'AmazonSQS', version: '1.0' },
  events: { target: 'AWSEvents', version: '1.1' },
  ssm: { target: 'AmazonSSM', version: '1.1' },
} as const;

/** Calls an operation of one of these services on the emulator. */
export async function call(
  { endpoint }: Emulator,
  service: keyof typeof SERVICES,
  operation: string,
  input: object,
): Promise<Record<string, unknown>> {
  const { target, version } = SERVICES[service];
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'Content-Type': `application/x-amz-json-${version}`,
      'X-Amz-Target': `${target}.${operation}`,
      // The emulator tells by it which service is meant, and checks no more.
      Authorization: `AWS4-HMAC-SHA256 Credential=test/20261124/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(input),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${service} ${operation}: ${response.status} ${text}`);
  return text === '' ? {} : JSON.parse(text);
}
