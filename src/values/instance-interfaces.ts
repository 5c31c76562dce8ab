/**
 * Network interfaces that an instance can have, its own first one included, of the families and sizes that follow a rule.
 * Source: https://docs.aws.amazon.com/ec2/latest/instancetypes/gp.html, co.html and mo.html, network specifications, November 2026.
 */
const OF_SIZE: Readonly<Record<string, number>> = {
  medium: 2,
  large: 3,
  xlarge: 4,
  '2xlarge': 4,
  '4xlarge': 8,
  '8xlarge': 8,
  '9xlarge': 8,
  '12xlarge': 8,
};

const FAMILIES = /^[cmr]([567][a-z]*(-flex)?|8gd?)$/;

/** Of m5zn.12xlarge, and of the families with more bandwidth, larger sizes have others. */
const OF_OTHERS = /^m5zn$|^[cmr][67]i?d?n$/;

const OF_BURSTABLE: Readonly<Record<string, number>> = { nano: 2, micro: 2, small: 3, medium: 3, large: 3 };

/** Tasks that an instance of a type runs at once where the account has no ENI trunking; undefined: not known. */
export function tasksByInterfaces(type: string): number | undefined {
  const interfaces = interfacesOf(type);
  // The first one is the instance's own. Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-instance-eni.html
  return interfaces === undefined ? undefined : interfaces - 1;
}

function interfacesOf(type: string): number | undefined {
  const [family = '', size = ''] = type.split('.');
  if (type === 't3a.small') return 2;
  if (/^t(2|3a?|4g)$/.test(family))
    return OF_BURSTABLE[size] ?? (/^2?xlarge$/.test(size) ? xlargeOf(family) : undefined);
  return FAMILIES.test(family) && !OF_OTHERS.test(family) ? OF_SIZE[size] : undefined;
}

function xlargeOf(family: string): number {
  return family === 't2' ? 3 : 4;
}
