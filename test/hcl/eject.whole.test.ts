import { ejected } from '../../src/commands/eject';
import { hclFiles } from '../../src/hcl/eject';
import { subjectOf } from '../../src/hcl/subjects';
import { RESOURCE_TYPES } from '../../src/inventory/resource-types';
import { loadExamples } from '../helpers/examples';
import { expectCleanText } from '../helpers/generated-text';
import { environmentOf } from '../helpers/stack-files';

const text = (document: object, file: string) => hclFiles(document as Record<string, unknown>).get(file);

const EXAMPLES = loadExamples().map((environment) => [environment.name, environment] as const);

test.each(EXAMPLES)('%s becomes HCL as a whole: nothing of CDKTF is left, and no JSON', (_, environment) => {
  const files = ejected(environment);
  expect([...files.keys()].filter((name) => !/\.(tf|tftpl)$/.test(name))).toEqual([]);
  expect(files.get('versions.tf')).toContain('required_version = ">= 1.');
  for (const [name, hcl] of files) {
    expectCleanText(name, hcl);
    expect(hcl).not.toMatch(/uniqueId|stackName|"\/\/"|jsonencode\(local\./);
  }
});

test('blocks of a stack file that lead over come along', () => {
  const terraform = { moved: [{ from: 'aws_sns_topic.a', to: 'aws_sns_topic.b' }] };
  const own = { ...terraform, resource: { aws_sns_topic: { b: { name: 'b' } } } };
  expect(ejected(environmentOf({ terraform: own })).get('moved.tf')).toContain('from = aws_sns_topic.a');
});

test('each resource type has a file that is named after its subject', () => {
  expect(Object.keys(RESOURCE_TYPES).filter((type) => subjectOf(type) === 'main.tf')).toEqual([]);
});

test('a resource is a block, with its comment, its nested blocks, and what Terraform itself reads', () => {
  const service = {
    '//': 'ECS service that keeps the worker running',
    network_configuration: { subnets: '${var.subnets}', assign_public_ip: false },
    name: 'a',
    count: '${var.a ? 1 : 0}',
    provider: 'aws.other',
    depends_on: ['aws_ecs_cluster.a'],
    deployment_circuit_breaker: [{ enable: true, rollback: true }],
    lifecycle: {
      ignore_changes: ['task_definition'],
      postcondition: [{ condition: '${self.name == "a"}', error_message: 'not a' }],
    },
    dynamic: { load_balancer: { for_each: '${var.targets}', content: { container_name: '${load_balancer.value}' } } },
  };
  expect(
    text({ resource: { aws_ecs_service: { a: service } } }, 'ecs.tf'),
  ).toBe(`# ECS service that keeps the worker running
resource "aws_ecs_service" "a" {
  count    = var.a ? 1 : 0
  provider = aws.other

  name = "a"

  network_configuration {
    subnets          = var.subnets
    assign_public_ip = false
  }

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  dynamic "load_balancer" {
    for_each = var.targets

    content {
      container_name = load_balancer.value
    }
  }

  lifecycle {
    ignore_changes = [task_definition]

    postcondition {
      condition     = self.name == "a"
      error_message = "not a"
    }
  }

  depends_on = [aws_ecs_cluster.a]
}
`);
});

test('a JSON document in text is a call of jsonencode, and other text that begins like one stays text', () => {
  const policy =
    '{"Version":"2012-10-17","Statement":[{"Resource":"${aws_sqs_queue.a.arn}","Condition":${jsonencode(var.c)}}]}';
  const hcl = text(
    { resource: { aws_iam_policy: { a: { policy, description: '{ "b": 1 }', name: '[a]' } } } },
    'iam.tf',
  );
  expect(hcl).toContain(`  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Resource  = aws_sqs_queue.a.arn
        Condition = var.c
      },
    ]
  })
`);
  expect(hcl).toContain('description = "{ \\"b\\": 1 }"');
  expect(hcl).toContain('name        = "[a]"');
  // Documents of many lines stand behind what is one line.
  expect(hcl?.indexOf('description')).toBeLessThan(Number(hcl?.indexOf('policy = ')));
});

test('variables have type, default and validation; false and null stay', () => {
  const variable = {
    a: { '//': 'From a', type: 'bool', default: false, description: 'Is ${a}', nullable: false },
    b: {
      type: 'list(string)',
      default: null,
      validation: [{ condition: '${length(var.b) > 0}', error_message: 'b.' }],
    },
    c: { '//': 'No default', type: 'string', ephemeral: true },
  };
  expect(text({ variable }, 'variables.tf')).toBe(`variable "a" {
  description = "Is $\${a}"
  type        = bool
  default     = false
  nullable    = false
}

variable "b" {
  type    = list(string)
  default = null

  validation {
    condition     = length(var.b) > 0
    error_message = "b."
  }
}

# No default
variable "c" {
  type      = string
  ephemeral = true
}
`);
});

test('settings, backend, providers, and blocks that lead over', () => {
  const files = hclFiles({
    terraform: {
      required_version: '>= 1.9.0',
      required_providers: { aws: { source: 'hashicorp/aws', version: '~> 5.0' } },
      cloud: { organization: 'a', workspaces: { name: '${b}' } },
    },
    provider: { aws: [{ region: 'eu-west-1', alias: 'other', assume_role: [{ role_arn: 'arn' }] }] },
    moved: [{ from: 'aws_vpc.a', to: 'aws_vpc.b' }],
    import: [{ to: 'aws_vpc.b', id: 'vpc-${var.a}' }],
    removed: [{ from: 'aws_vpc.c', lifecycle: [{ destroy: false }] }],
  });
  expect(files.get('versions.tf')).toContain(
    '  cloud {\n    organization = "a"\n\n    workspaces {\n      name = "$${b}"\n    }\n  }\n}',
  );
  expect(files.get('providers.tf')).toContain('  assume_role {\n    role_arn = "arn"\n  }\n');
  expect(files.get('moved.tf')).toBe('moved {\n  to   = aws_vpc.b\n  from = aws_vpc.a\n}\n');
  expect(files.get('import.tf')).toBe('import {\n  to = aws_vpc.b\n\n  id = "vpc-${var.a}"\n}\n');
  expect(files.get('removed.tf')).toBe('removed {\n  from = aws_vpc.c\n\n  lifecycle {\n    destroy = false\n  }\n}\n');
});

test('what only a provider that is not ours could tell stays JSON, which Terraform reads too', () => {
  const own = { google_x: { a: { b: [{ c: 1 }] } }, aws_lambda_function: { f: { environment: { variables: {} } } } };
  const plain = { aws_lambda_alias: { a: { name: '${var.name}', tags: { a: 'b' } } } };
  const files = hclFiles({
    resource: {
      ...own,
      ...plain,
      aws_vpc: { v: { cidr_block: '10.0.0.0/16' }, p: { provisioner: { 'local-exec': {} } } },
    },
    module: { m: { source: './m' } },
    check: { c: {} },
  });
  expect(JSON.parse(files.get('other.tf.json') as string)).toEqual({
    resource: { ...own, aws_vpc: { p: { provisioner: { 'local-exec': {} } } } },
    module: { m: { source: './m' } },
    check: { c: {} },
  });
  expect(files.get('main.tf')).toBe(
    'resource "aws_lambda_alias" "a" {\n  name = var.name\n  tags = {\n    a = "b"\n  }\n}\n',
  );
  expect(files.get('network.tf')).toBe('resource "aws_vpc" "v" {\n  cidr_block = "10.0.0.0/16"\n}\n');
});
