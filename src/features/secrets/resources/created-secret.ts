import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AwsContext } from '../../../terraform/aws-context';
import type { ResourceName } from '../../../terraform/resource-name';
import type { InjectedSecret } from './secret-source';

export interface CreatedSecretProps {
  readonly aws: AwsContext;
  readonly name: ResourceName;
  readonly recoveryWindowInDays: number;
  /** A reference to the input that holds the value. */
  readonly value: string;
  /**
   * Given: the value is written without a trace in plan and state, and again each time this number changes.
   * Left out: the value is kept in the state.
   */
  readonly writeOnlyVersion?: number;
  /** ARN of a customer-managed key. */
  readonly kmsKeyArn?: string;
}

/** A Secrets Manager secret; `id` and `id_version` are the Terraform names. */
export class CreatedSecret extends Construct implements InjectedSecret {
  readonly service = 'secretsmanager';
  /**
   * What the task injects. With a write-only value it names the version, so that a new value is a new revision of the
   * task: the running tasks are replaced, and a rollback goes back to the value that worked.
   */
  readonly valueFrom: string;
  readonly arn: string;
  readonly secretArn: string;
  readonly kmsKeyArn?: string;
  readonly ready: ITerraformDependable;

  constructor(scope: Construct, id: string, props: CreatedSecretProps) {
    super(scope, `${id}_secret`);
    const { aws, name, writeOnlyVersion, value, kmsKeyArn } = props;

    const secret = new SecretsmanagerSecret(this, id, {
      ...name,
      recoveryWindowInDays: props.recoveryWindowInDays,
      ...(kmsKeyArn && { kmsKeyId: kmsKeyArn }),
    });
    const version = new SecretsmanagerSecretVersion(this, `${id}_version`, {
      secretId: secret.id,
      ...(writeOnlyVersion === undefined
        ? { secretString: value }
        : { secretStringWo: value, secretStringWoVersion: writeOnlyVersion }),
    });

    this.valueFrom = writeOnlyVersion === undefined ? secret.arn : `${secret.arn}:::${version.versionId}`;
    // AWS adds a hyphen and six characters: this names the one secret of this name, and is known at plan.
    this.arn =
      writeOnlyVersion === undefined || 'namePrefix' in name
        ? secret.arn
        : aws.arn('secretsmanager', `secret:${name.name}-??????`);
    this.secretArn = secret.arn;
    this.kmsKeyArn = kmsKeyArn;
    this.ready = version;
  }
}

export interface CreatedParameterProps {
  readonly aws: AwsContext;
  readonly name: string;
  /** A reference to the input that holds the value. */
  readonly value: string;
  readonly writeOnlyVersion: number;
  readonly kmsKeyArn?: string;
}

/** A SecureString parameter. ECS knows no versions of it: a rollback of the task gets the newest value too. */
export class CreatedParameter extends Construct implements InjectedSecret {
  readonly service = 'ssm';
  readonly valueFrom: string;
  readonly arn: string;
  readonly secretArn: string;
  readonly kmsKeyArn?: string;
  readonly ready: ITerraformDependable;

  constructor(scope: Construct, id: string, { aws, name, value, writeOnlyVersion, kmsKeyArn }: CreatedParameterProps) {
    super(scope, `${id}_parameter`);
    const parameter = new SsmParameter(this, id, {
      name,
      type: 'SecureString',
      valueWo: value,
      valueWoVersion: writeOnlyVersion,
      ...(kmsKeyArn && { keyId: kmsKeyArn }),
    });
    this.arn = aws.arn('ssm', `parameter/${name.replace(/^\//, '')}`);
    this.secretArn = parameter.arn;
    this.valueFrom = parameter.arn;
    this.kmsKeyArn = kmsKeyArn;
    this.ready = parameter;
  }
}
