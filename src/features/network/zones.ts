import { isKnownRegion } from '../../values/regions';
import { zonesWithoutFargate } from './endpoint-services';

/**
 * Letters of the availability zones of a region, where they are not a to c.
 * Source: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html, and the package
 * aws-regions 2.3.1, November 2026.
 */
const LETTERS: Readonly<Record<string, string>> = {
  'ap-northeast-1': 'abcd',
  'ap-northeast-2': 'abcd',
  'ca-central-1': 'abcd',
  'cn-north-1': 'abcd',
  'us-east-1': 'abcdef',
  'us-west-2': 'abcd',
};

/** The isolated partitions have no public list. */
const WITH_LIST = /^(?!us-iso|eu-isoe|eusc-)/;

/** The letters of all zones that accounts see in a region, in November 2026; undefined: no list has them. */
export function zoneLetters(region: string): string | undefined {
  return isKnownRegion(region) && WITH_LIST.test(region) ? (LETTERS[region] ?? 'abc') : undefined;
}

/** In how many zones of a region an account can run tasks on Fargate, at most; undefined: no list has them. */
export function mostZones(region: string): number | undefined {
  const letters = zoneLetters(region);
  return letters === undefined ? undefined : letters.length - zonesWithoutFargate(region).length;
}
