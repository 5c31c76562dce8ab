import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { Construct } from 'constructs';
import type { AwsContext } from '../../../terraform/aws-context';
import { policyDocument } from '../../../terraform/policy-document';
import type { ResourceName } from '../../../terraform/resource-name';
import { extendRole, type RoleSettings } from '../../roles/resources/role-settings';

export interface CiRoleProps {
  readonly aws: AwsContext;
  readonly name: ResourceName;
  readonly policyName: ResourceName;
  readonly settings: RoleSettings;
  /** The host of who issues the tokens, and its path. */
  readonly issuer: string;
  readonly audience: string;
  /** Patterns of what the tokens say of the jobs. */
  readonly subjects: readonly string[];
  readonly createProvider: boolean;
}

/** The role that CI jobs assume with a token of their own. */
export class CiRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: CiRoleProps) {
    super(scope, id);
    const { aws, name, policyName, settings, issuer, audience, subjects } = props;
    const { path = '/', permissionsBoundary } = settings;
    const provider = props.createProvider
      ? new IamOpenidConnectProvider(this, 'prefect_worker_ci', { url: `https://${issuer}`, clientIdList: [audience] })
      : undefined;
    const [only, ...others] = subjects;
    const test = subjects.some((subject) => subject.includes('*')) ? 'StringLike' : 'StringEquals';
    const subject = { [`${issuer}:sub`]: others.length === 0 ? (only ?? '') : subjects };
    const audiences = { [`${issuer}:aud`]: audience };
    const role = new IamRole(this, 'prefect_worker_ci_role', {
      ...name,
      ...(path !== '/' && { path }),
      ...(permissionsBoundary && { permissionsBoundary }),
      description: 'Deploys the flows of a Prefect worker from CI',
      assumeRolePolicy: policyDocument({
        Action: 'sts:AssumeRoleWithWebIdentity',
        Effect: 'Allow',
        Principal: { Federated: aws.iamArn(`oidc-provider/${issuer}`) },
        Condition:
          test === 'StringEquals'
            ? { StringEquals: { ...audiences, ...subject } }
            : { StringEquals: audiences, StringLike: subject },
      }),
      // Its ARN is built from its issuer, which Terraform does not take for a reference.
      ...(provider && { dependsOn: [provider] }),
    });
    extendRole(this, 'prefect_worker_ci_role', { role: role.id, policyName, settings });
    this.arn = role.arn;
  }
}
