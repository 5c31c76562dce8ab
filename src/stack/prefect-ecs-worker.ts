import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Annotations, TerraformBackend, TerraformElement, TerraformStack } from 'cdktf';
import { addCustomSynthesis } from 'cdktf/lib/synthesize/synthesizer';
import { Construct } from 'constructs';
import { type Environment, requiredTerraform } from '../environment/environment';
import { takeOver } from '../features/adopt/create';
import { configureBackend } from '../features/backend/create';
import { ConfigError, describe, type Problem } from '../problems/errors';
import { keepOwnNames } from '../terraform/own-names';
import { createBeforeDestroy } from '../terraform/replacement-order';
import { TemplateFile } from '../terraform/template-file';
import { sharedAddresses } from '../terraform/unique-addresses';
import { fieldLeftIn } from '../values/references';
import { decisionsOf } from './decisions';
import { PrefectWorker } from './prefect-worker';
import { createProvider } from './provider';

export interface PrefectEcsWorkerProps {
  /** From `defineEnvironment`. */
  readonly environment: Environment;
}

/**
 * A Prefect worker in a stack of somebody else's CDKTF app, with the addresses, names, inputs and outputs that the
 * stack of a stack file has. A stack has room for one.
 */
export class PrefectEcsWorker extends Construct {
  private readonly worker: PrefectWorker;

  /** @throws ConfigError for fields that have no effect in this stack. */
  constructor(scope: Construct, id: string, props: PrefectEcsWorkerProps) {
    super(scope, id);
    const environment = definedIn(id, props);
    const stack = TerraformStack.of(this);
    const hasProvider = stack.node.findAll().some((element) => element instanceof AwsProvider);
    const hasBackend = stack.node.findAll().some((element) => TerraformBackend.isBackend(element));
    const problems = withoutEffect(environment, hasProvider, hasBackend);
    if (problems.length > 0) throw new ConfigError(problems);
    keepOwnNames(this);
    stack.addOverride('terraform.required_version', `>= ${requiredTerraform(environment)}`);
    if (!hasProvider) createProvider(stack, environment);
    if (!hasBackend && isSet(environment, 'backend')) configureBackend(stack, environment.backend);
    this.worker = new PrefectWorker(this, 'worker', {
      environment: decisionsOf(environment),
      defaults: environment.inputs,
      checkedInputs: true,
    });
    refuseTornReferences(this, environment.name);
    if (environment.behaviour.guardedDeployment) createBeforeDestroy(this);
    if (environment.adopt !== undefined) takeOver(stack, environment.adopt);
    if (environment.warnings.length > 0) Annotations.of(this).addWarning(describe(environment.warnings));
    this.node.addValidation({ validate: () => clashes(stack) });
    addCustomSynthesis(this, {
      onSynthesize: ({ outdir, manifest }) => {
        const folder = dirname(join(outdir, manifest.forStack(stack).synthesizedStackPath));
        for (const element of this.node.findAll()) {
          if (element instanceof TemplateFile) writeFileSync(join(folder, element.fileName), element.text);
        }
      },
    });
  }

  get clusterName(): string {
    return this.worker.values.cluster_name();
  }

  get clusterArn(): string {
    return this.worker.values.cluster_arn();
  }

  get serviceName(): string {
    return this.worker.values.service_name();
  }

  get executionRoleArn(): string {
    return this.worker.values.execution_role_arn();
  }

  /** Empty where the worker has no task role. */
  get taskRoleArn(): string {
    return this.worker.values.task_role_arn();
  }

  /** Empty where the worker has no security group of its own. */
  get securityGroupId(): string {
    return this.worker.values.security_group_id();
  }

  /** Empty where the worker has no log group. */
  get logGroupName(): string {
    return this.worker.values.log_group_name();
  }
}

/** JavaScript has no types that would refuse another one. */
function definedIn(id: string, props: Partial<PrefectEcsWorkerProps> | undefined): Environment {
  const environment = props?.environment;
  if (environment !== undefined && typeof environment.fileValue === 'function') return environment;
  const message = 'must be an environment from defineEnvironment';
  const hint = "set it as in {environment: defineEnvironment('prod', {…})}";
  throw new ConfigError([{ file: id, path: 'environment', message, hint }]);
}

function isSet(environment: Environment, field: string): boolean {
  return environment.fileValue([field]) !== undefined;
}

/** Fields that the app itself decides. */
function withoutEffect(environment: Environment, hasProvider: boolean, hasBackend: boolean): Problem[] {
  const provider = 'has no effect: this stack has an AWS provider of its own';
  const blocks = 'has no effect in a CDKTF app';
  const refused: readonly (readonly [field: string, is: boolean, message: string, hint: string])[] = [
    ['aws', hasProvider, provider, 'remove it, and configure the provider of the stack'],
    ['tags', hasProvider, provider, 'remove it, and set defaultTags of the provider of the stack'],
    ['backend', hasBackend, 'has no effect: this stack has a backend of its own', 'remove it'],
    ['overrides', true, blocks, 'remove it, and use addOverride of the resource'],
    ['terraform', true, blocks, 'remove it, and add constructs to the stack'],
  ];
  return refused.flatMap(([path, is, message, hint]) =>
    is && isSet(environment, path) ? [{ file: environment.name, path, message, hint }] : [],
  );
}

/** A reference of which only a part is used, or that decides what is created. */
function refuseTornReferences(worker: Construct, file: string): void {
  const texts = worker.node
    .findAll()
    .flatMap((element) =>
      TerraformElement.isTerraformElement(element) ? [JSON.stringify(element.toTerraform())] : [],
    );
  const fields = new Set(texts.flatMap((text) => fieldLeftIn(text) ?? []));
  if (fields.size === 0) return;
  const message = 'must be known when the app is synthesized, and is a reference';
  const hint = 'set the value itself';
  throw new ConfigError([...fields].map((path) => ({ file, path, message, hint })));
}

/** CDKTF would merge what has one address, silently. */
function clashes(stack: TerraformStack): string[] {
  return sharedAddresses(stack).map(
    ({ address, elements }) =>
      `${elements.length} elements have the Terraform address ${address}: ${elements.join(', ')}. Rename yours, or give the worker a stack of its own`,
  );
}
