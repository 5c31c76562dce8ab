import { each, type Rule, warning, when } from '../../environment/rule';
import { CREATE } from './created-vpc-rules';
import { mostZones, zoneLetters } from './zones';

const ZONES = [...CREATE, 'availability_zones'];

const LOOK_UP = 'aws ec2 describe-availability-zones --region';

const zonesFit: Rule = ({ network: { create }, region }) => {
  const letters = zoneLetters(region);
  return each(
    (create?.zones ?? []).map((zone, index) => [zone, index] as const),
    ([zone, index]) => [
      ...when(zone.slice(0, -1) !== region, [...ZONES, index], `must be a zone of ${region}`, `for example ${region}a`),
      ...warning(
        'unknown-zone',
        zone.slice(0, -1) === region && letters !== undefined && !letters.includes(zone.slice(-1)),
        [...ZONES, index],
        `is not a zone that ${region} had in November 2026: the apply fails if your account does not have it`,
        `look it up: ${LOOK_UP} ${region}`,
      ),
    ],
  );
};

const enoughZones: Rule = ({ network: { create }, region }) => {
  const most = mostZones(region);
  if (create === undefined || most === undefined) return [];
  const wanted = create.zones?.length ?? Math.max(...Object.values(create.subnets).map(({ length }) => length));
  return warning(
    'unknown-zone',
    wanted > most,
    ZONES,
    `asks for ${wanted} availability zones: in November 2026, an account had at most ${most} in ${region} that run tasks on Fargate`,
    `set ${most} or less, or look them up: ${LOOK_UP} ${region}`,
  );
};

export const ZONE_RULES: readonly Rule[] = [zonesFit, enoughZones];
