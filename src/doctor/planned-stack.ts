import { normalize } from 'node:path/posix';
import type { Block, TerraformDocument } from '../runbook/terraform-document';
import { evaluate } from './terraform-expression';
import type { Look, ReadFile } from './terraform-parser';
import { isKnown, memberOf, UNKNOWN, type Value } from './terraform-value';

/** What is known without Terraform: where the stack is applied, and what its inputs, parameters and files hold. */
export interface KnownValues {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly dnsSuffix: string;
  /** The values of the stack's inputs that are not its defaults. */
  readonly inputs: Readonly<Record<string, Value>>;
  /** The values of SSM parameters that the stack looks up, by name. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The text of a file beside the stack's. */
  readonly file: ReadFile;
}

/** What a stack's Terraform would create, with its expressions evaluated as far as they can be without Terraform. */
export class PlannedStack {
  constructor(
    private readonly document: TerraformDocument,
    private readonly known: KnownValues,
  ) {}

  /** The resources of a type, by name, that are created with these inputs. */
  resources(type: string): ReadonlyMap<string, Block> {
    const found = Object.entries(this.document.resource?.[type] ?? {});
    return new Map(
      found
        .filter(([, { count = 1 }]) => this.value(count) !== 0)
        .map(([name, block]) => [name, this.value(block) as Block]),
    );
  }

  /** What an output would hold. */
  output(name: string): Value {
    return this.value(this.document.output?.[name]?.['value'] ?? UNKNOWN);
  }

  /** A value of the document, evaluated. */
  value(written: unknown): Value {
    if (typeof written === 'string') return evaluate(written, this.look, this.file);
    if (Array.isArray(written)) return written.map((item) => this.value(item));
    if (written === null || typeof written !== 'object') return written as Value;
    return Object.fromEntries(Object.entries(written).map(([name, member]) => [name, this.value(member)]));
  }

  /** A file beside the stack's, by the path that templatefile is given. */
  private readonly file: ReadFile = (path) => this.known.file(normalize(path));

  private readonly look: Look = (path) => {
    const [kind, name = '', ...rest] = path;
    const [first, ...members] = rest;
    switch (kind) {
      case 'var':
        return rest.reduce<Value>(memberOf, this.input(String(name)));
      case 'local':
        return rest.reduce<Value>(memberOf, this.value(this.document.locals?.[String(name)] ?? UNKNOWN));
      case 'path':
        return name === 'module' ? '.' : UNKNOWN;
      case 'data':
        return this.attribute(String(name), this.document.data?.[String(name)]?.[String(first)], members);
      default:
        return this.attribute(String(kind), this.document.resource?.[String(kind)]?.[String(name)], rest);
    }
  };

  private input(name: string): Value {
    const { inputs } = this.known;
    const variable = this.document.variable?.[name];
    // A credential has no place here, not even in memory.
    if (variable === undefined || variable['sensitive'] || variable['ephemeral']) return UNKNOWN;
    const value = inputs[name];
    if (value === undefined) return variable['default'] === undefined ? UNKNOWN : (variable['default'] as Value);
    // The environment has strings only.
    return variable['type'] === 'number' ? Number(value) : value;
  }

  private attribute(type: string, block: Block | undefined, path: readonly (string | number)[]): Value {
    if (block === undefined) return UNKNOWN;
    const [name, ...members] = typeof path[0] === 'number' ? path.slice(1) : path;
    const written = block[String(name)];
    const value = written === undefined ? this.computed(type, block, String(name)) : this.value(written);
    return members.reduce<Value>(memberOf, value);
  }

  /** What AWS gives a thing, where it follows from its name. */
  private computed(type: string, block: Block, attribute: string): Value {
    const { account, region, partition, dnsSuffix, parameters } = this.known;
    const named = (field = 'name') => String(this.value(block[field] ?? UNKNOWN));
    const arn = (service: string, resource: string, where = region) =>
      `arn:${partition}:${service}:${where}:${account}:${resource}`;
    switch (`${type}.${attribute}`) {
      case 'aws_region.id':
      case 'aws_region.name':
      case 'aws_region.region':
        return region;
      case 'aws_partition.partition':
        return partition;
      case 'aws_partition.dns_suffix':
        return dnsSuffix;
      case 'aws_caller_identity.account_id':
        return account;
      case 'aws_ecs_cluster.id':
      case 'aws_ecs_cluster.arn':
        return arn('ecs', `cluster/${named(block['name'] === undefined ? 'cluster_name' : 'name')}`);
      case 'aws_iam_role.id':
        return named();
      case 'aws_iam_role.arn':
        // The path of a role that is only looked up is not written here.
        if (block['assume_role_policy'] === undefined) return arn('iam', `role/${UNKNOWN}${named()}`, '');
        return arn('iam', `role${String(this.value(block['path'] ?? '/'))}${named()}`, '');
      case 'aws_cloudwatch_log_group.id':
        return named();
      case 'aws_cloudwatch_log_group.arn':
        return arn('logs', `log-group:${named()}`);
      case 'aws_sqs_queue.arn':
        return arn('sqs', named());
      case 'aws_sns_topic.arn':
        return arn('sns', named());
      case 'aws_secretsmanager_secret.id':
      case 'aws_secretsmanager_secret.arn':
        return arn('secretsmanager', `secret:${named()}-${UNKNOWN}`);
      case 'aws_ssm_parameter.arn':
        return arn('ssm', `parameter/${named().replace(/^\//, '')}`);
      case 'aws_ssm_parameter.value':
      case 'aws_ssm_parameter.insecure_value':
        return parameters[named()] ?? UNKNOWN;
      case 'aws_ecr_repository.repository_url':
        return `${account}.dkr.ecr.${region}.${dnsSuffix}/${named()}`;
      default:
        return UNKNOWN;
    }
  }
}

/** The names of the SSM parameters that a stack looks up. */
export function parametersOf({ data = {} }: TerraformDocument): string[] {
  return Object.values(data['aws_ssm_parameter'] ?? {})
    .map(({ name }) => name)
    .filter((name): name is string => typeof name === 'string' && isKnown(name) && !name.includes('${'));
}
