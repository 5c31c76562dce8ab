import type * as z from 'zod';
import { camelCase } from '../fields';
import { type Config, configSchema } from '../schema';
import { RULES } from './all';
import type { Finding } from './rule';

/**
 * What the rules say of a stack file. Where the schema refuses some of its fields, the rules that look at none of
 * these still speak, so that one run shows every mistake.
 */
export function ruleFindings(values: object, parsed: z.ZodSafeParseResult<Config>): Finding[] {
  if (parsed.success) return RULES.flatMap((rule) => rule(parsed.data));
  const broken = new Set(parsed.error.issues.flatMap(brokenFields));
  const sound = Object.entries(values).filter(([field]) => !broken.has(field));
  const rest = configSchema.safeParse({ ...STAND_INS, ...Object.fromEntries(sound) });
  if (!rest.success) return [];
  const brokenNames = new Set([...broken].map(camelCase));
  return RULES.flatMap((rule) => {
    let sawBroken = false;
    const watched = new Proxy(rest.data, {
      get(config, field, receiver) {
        sawBroken ||= brokenNames.has(String(field));
        return Reflect.get(config, field, receiver);
      },
      ownKeys(config) {
        sawBroken = true;
        return Reflect.ownKeys(config);
      },
    });
    const findings = rule(watched);
    return sawBroken ? [] : findings;
  });
}

/** For required fields that are broken: no rule that looks at them is heard. */
const STAND_INS = { region: 'us-east-1', worker_work_pool_name: 'pool' };

function brokenFields(issue: z.core.$ZodIssue): string[] {
  const [field] = issue.path;
  if (field !== undefined) return [String(field)];
  return issue.code === 'unrecognized_keys' ? issue.keys : [];
}
