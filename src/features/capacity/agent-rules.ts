import { type Rule, warning, warningAt } from '../../environment/rule';

const PUBLIC_PARAMETER = /^resolve:ssm:\/aws\/service\/(?!ecs\/|ami-windows)/;

/** Bottlerocket takes settings in TOML, and has no shell. Source: https://bottlerocket.dev/en/os/latest/#/install/quickstart/aws/ecs */
const BOTTLEROCKET = /^resolve:ssm:\/aws\/service\/bottlerocket\//;

/** Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-optimized_AMI.html */
const imageHasAgent: Rule = ({ capacity: { ec2 } }) => {
  const { ami = '', userData = '' } = ec2 ?? {};
  const path = ['capacity', 'ec2', 'ami'];
  if (BOTTLEROCKET.test(ami)) {
    return warningAt(
      'no-ecs-agent',
      path,
      'is Bottlerocket, which does not run the script that names the cluster: no instance would join it',
      'remove it: the newest ECS-optimized Amazon Linux is the default',
    );
  }
  return warning(
    'no-ecs-agent',
    PUBLIC_PARAMETER.test(ami) && !/\becs\b/.test(userData),
    path,
    'is a machine image without the agent of ECS: no instance would join the cluster',
    'remove it, since the newest ECS-optimized Amazon Linux is the default; or install the agent in user_data',
  );
};

/** A shell writes the file anew with >, and so does tee without -a. */
const OVERWRITES = /(^|[^>])>\s*["']?\/etc\/ecs\/ecs\.config|\btee\s+["']?\/etc\/ecs\/ecs\.config/;

const OWN_CLUSTER = /\bECS_CLUSTER=/;

const joinsTheCluster: Rule = ({ capacity: { ec2 } }) => {
  const { userData = '' } = ec2 ?? {};
  const path = ['capacity', 'ec2', 'user_data'];
  return [
    ...warning(
      'doubtful-variable',
      OVERWRITES.test(userData),
      path,
      'overwrites /etc/ecs/ecs.config, which names the cluster: no instance would join it',
      'append to the file: >> /etc/ecs/ecs.config',
    ),
    ...warning(
      'doubtful-variable',
      OWN_CLUSTER.test(userData),
      path,
      'sets ECS_CLUSTER, which the stack has set: the instances would join the cluster named here',
      'remove it',
    ),
  ];
};

export const AGENT_RULES: readonly Rule[] = [imageHasAgent, joinsTheCluster];
