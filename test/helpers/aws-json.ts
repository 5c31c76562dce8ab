import type { Emulator } from './emulator';

/** The services that no SDK client is installed for here, and how their JSON protocol names them. */
const SERVICES = {
  monitoring: { target: 'GraniteServiceVersion20100801', version: '1.0' },
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
  region = 'us-east-1',
): Promise<Record<string, unknown>> {
  const { target, version } = SERVICES[service];
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'Content-Type': `application/x-amz-json-${version}`,
      'X-Amz-Target': `${target}.${operation}`,
      // The emulator tells by it which service is meant, and checks no more.
      Authorization: `AWS4-HMAC-SHA256 Credential=test/20261124/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(input),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${service} ${operation}: ${response.status} ${text}`);
  return text === '' ? {} : JSON.parse(text);
}

/** The ARNs of all SNS topics, which speaks another protocol than the services above. */
export async function topics({ endpoint }: Emulator, region = 'us-east-1'): Promise<string[]> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      Authorization: `AWS4-HMAC-SHA256 Credential=test/20261124/${region}/sns/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: new URLSearchParams({ Action: 'ListTopics', Version: '2010-03-31', ContentType: 'JSON' }),
  });
  const answer = (await response.json()) as {
    readonly ListTopicsResponse: { readonly ListTopicsResult: { readonly Topics: { readonly TopicArn: string }[] } };
  };
  return answer.ListTopicsResponse.ListTopicsResult.Topics.map(({ TopicArn }) => TopicArn);
}
