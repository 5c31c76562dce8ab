import { divided, networkOf, room } from '../../../src/features/network/address-ranges';

describe('a range as AWS writes it', () => {
  test.each([
    ['10.0.0.0/16', '10.0.0.0/16'],
    ['10.0.0.1/16', '10.0.0.0/16'],
    ['172.31.255.255/20', '172.31.240.0/20'],
    ['255.255.255.255/32', '255.255.255.255/32'],
    ['203.0.113.7/0', '0.0.0.0/0'],
    ['2001:db8::/32', '2001:db8::/32'],
    ['2001:DB8:0:0::1/64', '2001:db8::/64'],
    ['2001:db8:ffff::/33', '2001:db8:8000::/33'],
    ['::/0', '::/0'],
    ['fe80::1/128', 'fe80::1/128'],
  ])('%s is %s', (range, network) => {
    expect(networkOf(range)).toBe(network);
  });

  test.each(['10.0.0.0', '10.0.0/16', '10.0.0.256/16', '10.0.0.0/33', '::1::/64', '2001:db8::/129', 'x/8', ''])(
    '%s is none',
    (range) => {
      expect(networkOf(range)).toBeUndefined();
    },
  );
});

describe('the subnets of a VPC', () => {
  const division = { cidrBlock: '10.0.0.0/16', zones: 3, privatePrefix: 20, publicPrefix: 24 };

  test('are private from below and public from above', () => {
    expect(divided(division)).toEqual({
      privateSubnets: ['10.0.0.0/20', '10.0.16.0/20', '10.0.32.0/20'],
      publicSubnets: ['10.0.255.0/24', '10.0.254.0/24', '10.0.253.0/24'],
    });
  });

  test.each([1, 2, 3, 4, 5])('stay where they are when the %i zones become six', (zones) => {
    const few = divided({ ...division, zones });
    const many = divided({ ...division, zones: 6 });
    expect(many.privateSubnets.slice(0, zones)).toEqual(few.privateSubnets);
    expect(many.publicSubnets.slice(0, zones)).toEqual(few.publicSubnets);
  });

  test('stay where they are when the other kind goes', () => {
    expect(divided({ ...division, privatePrefix: undefined })).toEqual({
      ...divided(division),
      privateSubnets: [],
    });
  });

  test('do not overlap in a VPC that they fill to the last address', () => {
    const full = { cidrBlock: '192.168.4.0/24', zones: 2, privatePrefix: 26, publicPrefix: 26 };
    expect(room(full)).toEqual({ there: 256, taken: 256 });
    expect(divided(full)).toEqual({
      privateSubnets: ['192.168.4.0/26', '192.168.4.64/26'],
      publicSubnets: ['192.168.4.192/26', '192.168.4.128/26'],
    });
  });

  test('reach the end of the IPv4 addresses', () => {
    const last = { cidrBlock: '255.255.0.0/16', zones: 1, publicPrefix: 24 };
    expect(divided(last).publicSubnets).toEqual(['255.255.255.0/24']);
  });
});
