import { checkEgress } from '../../../src/doctor/checks/egress';
import { type Answers, refusal, seenBy } from '../../helpers/recorded-aws';

describe('the security group', () => {
  const rules = (...IpPermissionsEgress: object[]): Answers => ({
    DescribeSecurityGroups: { SecurityGroups: [{ GroupId: 'sg-0a51c9e27f3b64d80', IpPermissionsEgress }] },
  });
  const GROUP = 'worker: egress: sg-0a51c9e27f3b64d80';

  test.each<[string, Answers, string[]]>([
    ['of port 443', rules({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }), [`ok, ${GROUP} let port 443 out`]],
    ['of everything', rules({ IpProtocol: '-1' }), [`ok, ${GROUP} let port 443 out`]],
    ['of all ports', rules({ IpProtocol: 'tcp', FromPort: 0, ToPort: 65_535 }), [`ok, ${GROUP} let port 443 out`]],
    [
      'of UDP',
      rules({ IpProtocol: 'udp', FromPort: 443, ToPort: 443 }),
      [`problem egress-closed, ${GROUP} do not let port 443 out`],
    ],
    [
      'of the ports beside it',
      rules({ IpProtocol: 'tcp', FromPort: 444, ToPort: 500 }),
      [`problem egress-closed, ${GROUP} do not let port 443 out`],
    ],
    ['of nothing', rules(), [`problem egress-closed, ${GROUP} do not let port 443 out`]],
    [
      'that may not be looked at',
      { DescribeSecurityGroups: refusal('UnauthorizedOperation') },
      ['unread, worker: egress: these credentials may not call ec2:DescribeSecurityGroups'],
    ],
  ])('%s', async (_, answers, expected) => {
    expect(await seenBy(checkEgress, answers)).toEqual(expected);
  });

  test("must let the port of a server of one's own out", async () => {
    const answers = rules({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443 });
    expect(await seenBy(checkEgress, answers, { example: 'self-hosted' })).toEqual([
      `problem egress-closed, ${GROUP} do not let port 4200 out`,
    ]);
  });
});
