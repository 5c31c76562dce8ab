import { regionMeant, regionSuggestion } from '../../src/values/region-names';
import { REGIONS } from '../../src/values/regions';

describe('the region that is meant by', () => {
  test.each([
    ['the name in the console', 'US East (N. Virginia)', 'us-east-1'],
    ['its place', 'Sydney', 'ap-southeast-2'],
    ['its place in lower case', 'n. california', 'us-west-1'],
    ['its place without the direction', 'Virginia', 'us-east-1'],
    ['its place with an accent', 'São Paulo', 'sa-east-1'],
    ['an earlier name', 'EU (Frankfurt)', 'eu-central-1'],
    ['the country where it has one region', 'Israel', 'il-central-1'],
    ['the name of a region of another partition', 'AWS GovCloud (US-West)', 'us-gov-west-1'],
    ['underscores', 'us_east_1', 'us-east-1'],
    ['no signs at all', 'apsoutheast2', 'ap-southeast-2'],
    ['upper case', 'EU-WEST-3', 'eu-west-3'],
    ['a zone', 'us-east-1a', 'us-east-1'],
    ['a local zone', 'us-west-2-lax-1a', 'us-west-2'],
    ['a zone of Wavelength', 'us-east-1-wl1-bos-wlz-1', 'us-east-1'],
    ['the id of a zone', 'use1-az6', 'us-east-1'],
    ['what ids of zones begin with', 'cnnw1', 'cn-northwest-1'],
    ['the id of a zone with three words', 'usgw1-az1', 'us-gov-west-1'],
  ])('%s: %s', (_, given, region) => {
    expect(regionMeant(given)).toBe(region);
  });

  test.each(['Europe', 'US West', 'Asia Pacific', 'GovCloud', 'mars', '', 'us-east-11'])('%s is none', (given) => {
    expect(regionMeant(given)).toBeUndefined();
  });

  test('a region is itself', () => {
    expect(REGIONS.map(regionMeant)).toEqual(REGIONS);
  });
});

describe('the suggestion', () => {
  test('is what is meant, else what is nearest', () => {
    expect(regionSuggestion('Sydney')).toBe('did you mean ap-southeast-2?');
    expect(regionSuggestion('us-easst-1')).toBe('did you mean us-east-1?');
    expect(regionSuggestion('mars')).toMatch(/^use one of: af-south-1, /);
  });
});
