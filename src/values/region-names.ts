import { nearest, suggestionOfKnown } from '../stack-file/nearest';
import { REGIONS } from './regions';

/** What the console calls a region. Source: the description of each in partitions.json of botocore, November 2026. */
const NAMES: Readonly<Record<string, string>> = {
  'af-south-1': 'Africa (Cape Town)',
  'ap-east-1': 'Asia Pacific (Hong Kong)',
  'ap-east-2': 'Asia Pacific (Taipei)',
  'ap-northeast-1': 'Asia Pacific (Tokyo)',
  'ap-northeast-2': 'Asia Pacific (Seoul)',
  'ap-northeast-3': 'Asia Pacific (Osaka)',
  'ap-south-1': 'Asia Pacific (Mumbai)',
  'ap-south-2': 'Asia Pacific (Hyderabad)',
  'ap-southeast-1': 'Asia Pacific (Singapore)',
  'ap-southeast-2': 'Asia Pacific (Sydney)',
  'ap-southeast-3': 'Asia Pacific (Jakarta)',
  'ap-southeast-4': 'Asia Pacific (Melbourne)',
  'ap-southeast-5': 'Asia Pacific (Malaysia)',
  'ap-southeast-6': 'Asia Pacific (New Zealand)',
  'ap-southeast-7': 'Asia Pacific (Thailand)',
  'ca-central-1': 'Canada (Central)',
  'ca-west-1': 'Canada West (Calgary)',
  'cn-north-1': 'China (Beijing)',
  'cn-northwest-1': 'China (Ningxia)',
  'eu-central-1': 'Europe (Frankfurt)',
  'eu-central-2': 'Europe (Zurich)',
  'eu-north-1': 'Europe (Stockholm)',
  'eu-south-1': 'Europe (Milan)',
  'eu-south-2': 'Europe (Spain)',
  'eu-west-1': 'Europe (Ireland)',
  'eu-west-2': 'Europe (London)',
  'eu-west-3': 'Europe (Paris)',
  'eusc-de-east-1': 'AWS European Sovereign Cloud (Germany)',
  'il-central-1': 'Israel (Tel Aviv)',
  'me-central-1': 'Middle East (UAE)',
  'me-south-1': 'Middle East (Bahrain)',
  'mx-central-1': 'Mexico (Central)',
  'sa-east-1': 'South America (Sao Paulo)',
  'us-east-1': 'US East (N. Virginia)',
  'us-east-2': 'US East (Ohio)',
  'us-gov-east-1': 'AWS GovCloud (US-East)',
  'us-gov-west-1': 'AWS GovCloud (US-West)',
  'us-west-1': 'US West (N. California)',
  'us-west-2': 'US West (Oregon)',
};

/** The region that a text is meant for which is none; undefined: none, or several. */
export function regionMeant(given: string): string | undefined {
  const text = plain(given);
  return (
    REGIONS.find((region) => plain(region) === text || isZoneOf(region, given.toLowerCase())) ??
    only((region) => idOf(region) === text.replace(/az\d$/, '')) ??
    only((region) => plain(NAMES[region] ?? '') === text) ??
    // EU (Ireland) is an earlier name of Europe (Ireland).
    only((region) => namesOf(region).some((name) => [text, plain(withinBrackets(given))].includes(plain(name))))
  );
}

/** What to do about the name of a region that there is not. */
export function regionSuggestion(given: string): string {
  const meant = regionMeant(given) ?? nearest(given, REGIONS);
  return meant === undefined ? suggestionOfKnown(given, REGIONS) : `did you mean ${meant}?`;
}

function only(isMeant: (region: string) => boolean): string | undefined {
  const found = REGIONS.filter(isMeant);
  return found.length === 1 ? found[0] : undefined;
}

/** Without accents, blanks and signs: the console and people write them in many ways. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');
}

/** An availability zone, a local one or one of Wavelength: us-east-1a, us-east-1-bos-1a, us-east-1-wl1-bos-wlz-1. */
function isZoneOf(region: string, zone: string): boolean {
  return zone.startsWith(region) && /^([a-z]|-[a-z0-9-]+)$/.test(zone.slice(region.length));
}

/** What the ids of its availability zones begin with: use1 of us-east-1, apse2 of ap-southeast-2. */
function idOf(region: string): string {
  const [area = '', ...words] = region.split('-');
  return (
    area +
    words.map((word) => word.replace(/^(north|south)?([a-z])[a-z]*$/, (_, side, last) => initial(side) + last)).join('')
  );
}

function initial(word: string | undefined): string {
  return word?.slice(0, 1) ?? '';
}

/** Its whole name, and the parts within and before the brackets: Asia Pacific (Sydney), Sydney. */
function namesOf(region: string): string[] {
  const name = NAMES[region];
  if (name === undefined) return [];
  const place = withinBrackets(name);
  return [place, place.replace(/^N\. /, ''), name.replace(/ \(.*/, '')];
}

function withinBrackets(name: string): string {
  return /^[^(]*\((.*)\)/.exec(name)?.[1] ?? name;
}
