import { isMap } from '../stack-file/is-map';
import { inTable } from '../values/in-table';
import { type DescribedStack, stackNameOf } from './cloudformation-stack';
import type { Template } from './cloudformation-template';

/** `AWS::NoValue`: as if it was not written. */
const NO_VALUE = Symbol('AWS::NoValue');
/** How AWS shows the value of a parameter with NoEcho. Source: "Parameters", NoEcho, in the user guide of CloudFormation. */
const MASKED = /^\*+$/;

/** What `Fn::Sub` puts a value for. */
const SUBSTITUTED = /\$\{([^!{}][^{}]*)\}/g;

/** Values of a template, as far as its stack's description tells them. What it does not tell is undefined. */
export class TemplateValues {
  private readonly pseudo: Readonly<Record<string, unknown>>;
  private readonly ids: ReadonlyMap<string, string>;

  constructor(
    private readonly template: Template,
    private readonly stack: DescribedStack,
  ) {
    const [, partition, , region, account] = stack.id.split(':');
    this.ids = new Map(stack.resources.map(({ logicalId, physicalId }) => [logicalId, physicalId]));
    this.pseudo = {
      'AWS::Partition': partition,
      'AWS::Region': region,
      'AWS::AccountId': account,
      'AWS::StackId': stack.id,
      'AWS::StackName': stackNameOf(stack),
      'AWS::URLSuffix': partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com',
      'AWS::NoValue': NO_VALUE,
    };
  }

  /** The condition of a resource; without one it is there. */
  isThere(condition: string | undefined): boolean {
    return condition === undefined || this.holds({ Condition: condition });
  }

  propertiesOf(logicalId: string): Readonly<Record<string, unknown>> {
    const value = this.of(this.template.Resources[logicalId]?.Properties);
    return isMap(value) ? value : {};
  }

  of(value: unknown): unknown {
    const result = this.evaluated(value);
    return result === NO_VALUE ? undefined : result;
  }

  /** {@link NO_VALUE} where it is not there. */
  evaluated(value: unknown): unknown {
    // Read by CloudFormation when it creates the stack. Source: "Dynamic references" in its user guide.
    if (typeof value === 'string' && value.includes('{{resolve:')) return undefined;
    if (Array.isArray(value)) return value.map((one) => this.evaluated(one)).filter((one) => one !== NO_VALUE);
    if (!isMap(value)) return value;
    const entries = Object.entries(value);
    const [only] = entries;
    if (only !== undefined && entries.length === 1) {
      const [name, argument] = only;
      const known = inTable(FUNCTIONS, name);
      if (known !== undefined) return known(this, argument);
      if (name.startsWith('Fn::')) return undefined;
    }
    return Object.fromEntries(
      entries.map(([name, one]) => [name, this.evaluated(one)]).filter(([, one]) => one !== NO_VALUE),
    );
  }

  /** Parameter, pseudo parameter, or what Ref gives of a resource, which for all types here is what AWS calls its physical id. */
  ref(name: string): unknown {
    if (Object.hasOwn(this.pseudo, name)) return this.pseudo[name];
    const parameter = this.template.Parameters[name];
    if (parameter === undefined) return this.ids.get(name);
    const given = this.stack.parameters[name] ?? parameter.Default;
    if (given === undefined || MASKED.test(String(given))) return undefined;
    return /List/.test(parameter.Type)
      ? String(given)
          .split(',')
          .map((one) => one.trim())
      : String(given);
  }

  /** Of the attributes that templates of a worker use, those that follow from the id. */
  attribute(logicalId: string, name: string): unknown {
    const id = this.ids.get(logicalId);
    const type = this.template.Resources[logicalId]?.Type;
    if (id === undefined || type === undefined) return undefined;
    if (name === 'Arn' && !id.startsWith('arn:')) return this.arnOf(type, id, logicalId);
    if (['Arn', 'GroupId', 'Id', 'ServiceArn', 'TaskDefinitionArn', 'QueueUrl'].includes(name)) return id;
    if (['Name', 'QueueName'].includes(name)) return id.split('/').at(-1);
    return this.propertiesOf(logicalId)[name];
  }

  private arnOf(type: string, id: string, logicalId: string): string | undefined {
    const { 'AWS::Partition': partition, 'AWS::Region': region, 'AWS::AccountId': account } = this.pseudo;
    const within = (service: string, rest: string) => `arn:${partition}:${service}:${region}:${account}:${rest}`;
    const { Path: path = '/' } = this.propertiesOf(logicalId);
    const last = id.split('/').at(-1);
    const arns: Readonly<Record<string, string>> = {
      'AWS::ECS::Cluster': within('ecs', `cluster/${id}`),
      'AWS::SQS::Queue': within('sqs', String(last)),
      'AWS::Logs::LogGroup': within('logs', `log-group:${id}:*`),
      'AWS::Events::Rule': within('events', `rule/${id}`),
      'AWS::IAM::Role': `arn:${partition}:iam::${account}:role${path}${id}`,
      'AWS::IAM::ManagedPolicy': id,
    };
    return arns[type];
  }

  holds(condition: unknown): boolean {
    if (!isMap(condition)) return condition === true || condition === 'true';
    const [name = '', argument] = Object.entries(condition)[0] ?? [];
    const all = Array.isArray(argument) ? argument : [];
    if (name === 'Condition') return this.holds(this.template.Conditions[String(argument)]);
    if (name === 'Fn::And') return all.every((one) => this.holds(one));
    if (name === 'Fn::Or') return all.some((one) => this.holds(one));
    if (name === 'Fn::Not') return !this.holds(all[0]);
    if (name !== 'Fn::Equals') return false;
    const [one, other] = all.map((side) => this.of(side));
    return JSON.stringify(one) === JSON.stringify(other);
  }

  mapped(keys: readonly unknown[]): unknown {
    return keys.reduce<unknown>((map, key) => (isMap(map) ? map[String(key)] : undefined), this.template.Mappings);
  }
}

type Intrinsic = (values: TemplateValues, argument: unknown) => unknown;
const listOf = (argument: unknown): readonly unknown[] => (Array.isArray(argument) ? argument : []);

/** Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
const FUNCTIONS: Readonly<Record<string, Intrinsic>> = {
  Ref: (values, name) => values.ref(String(name)),
  'Fn::GetAtt': (values, argument) => {
    const [resource, ...attribute] = typeof argument === 'string' ? argument.split('.') : listOf(argument).map(String);
    return values.attribute(resource ?? '', attribute.join('.'));
  },
  'Fn::If': (values, argument) => {
    const [condition, yes, no] = listOf(argument);
    return values.evaluated(values.holds({ Condition: condition }) ? yes : no);
  },
  'Fn::Join': (values, argument) => {
    const [separator, parts] = listOf(argument).map((one) => values.of(one));
    const texts = listOf(parts);
    return texts.includes(undefined) ? undefined : texts.join(String(separator));
  },
  'Fn::Select': (values, argument) => {
    const [index, list] = listOf(argument).map((one) => values.of(one));
    return listOf(list)[Number(index)];
  },
  'Fn::Split': (values, argument) => {
    const [separator, text] = listOf(argument).map((one) => values.of(one));
    return typeof text === 'string' ? text.split(String(separator)) : undefined;
  },
  'Fn::Sub': (values, argument) => {
    const [text, given] = Array.isArray(argument) ? argument : [argument];
    const own = isMap(given) ? given : {};
    const valueAt = (name: string) => {
      if (Object.hasOwn(own, name)) return values.of(own[name]);
      return name.includes('.') ? values.of({ 'Fn::GetAtt': name }) : values.ref(name);
    };
    const names = [...String(text).matchAll(SUBSTITUTED)].map(([, name = '']) => name.trim());
    if (names.some((name) => valueAt(name) === undefined)) return undefined;
    return String(text)
      .replaceAll(SUBSTITUTED, (_, name: string) => String(valueAt(name.trim())))
      .replaceAll('${!', '${');
  },
  'Fn::FindInMap': (values, argument) => {
    const [map, first, second, options] = listOf(argument).map((one) => values.of(one));
    // Of AWS::LanguageExtensions.
    return values.mapped([map, first, second]) ?? (isMap(options) ? options['DefaultValue'] : undefined);
  },
  'Fn::Base64': (values, argument) => {
    const text = values.of(argument);
    return typeof text === 'string' ? Buffer.from(text).toString('base64') : undefined;
  },
  'Fn::Length': (values, argument) => {
    const list = values.of(argument);
    return Array.isArray(list) ? list.length : undefined;
  },
  'Fn::ToJsonString': (values, argument) => {
    const value = values.of(argument);
    return unknownIn(value).length > 0 ? undefined : JSON.stringify(value);
  },
};

/** Where in a value something is not known: `ContainerDefinitions.0.Image`. */
export function unknownIn(value: unknown): string[] {
  if (value === undefined) return [''];
  const members = Array.isArray(value) ? [...value.entries()] : isMap(value) ? Object.entries(value) : [];
  return members.flatMap(([name, member]) =>
    unknownIn(member).map((rest) => (rest === '' ? `${name}` : `${name}.${rest}`)),
  );
}
