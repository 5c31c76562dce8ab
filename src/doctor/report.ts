import { anchorOf } from '../runbook/anchor';
import { exitCodeOf, type Finding, type Section, type Status } from './finding';

/** A part of the report. */
export interface Part {
  readonly title: string;
  readonly findings: readonly Finding[];
}

/** What a report is about. */
export interface Head {
  readonly environment: string;
  readonly region: string;
  /** The runbook that sections are of. */
  readonly page: string;
  /** The titles of its sections. */
  readonly sections: readonly string[];
}

/** The titles of the sections of a page. */
export function sectionsOf(page: string): string[] {
  return [...page.matchAll(/^##+ (.+)$/gm)].map(([, title = '']) => title);
}

const WORDS: Readonly<Record<Status, string>> = {
  ok: 'ok',
  problem: 'PROBLEM',
  warning: 'warning',
  skipped: 'skipped',
  unread: 'NOT READ',
};

const WIDTH = Math.max(...Object.values(WORDS).map((word) => word.length)) + 2;

/** The report as a person reads it. */
export function reportForPeople(head: Head, parts: readonly Part[]): string {
  const blocks = parts
    .filter(({ findings }) => findings.length > 0)
    .map(({ title, findings }) => [title, ...findings.flatMap((finding) => linesOf(finding, head))].join('\n'));
  return [`${head.environment} in ${head.region}`, ...blocks, summary(parts)].join('\n\n');
}

/** The report as a program reads it. */
export function reportForPrograms(head: Head, parts: readonly Part[]): object {
  const findings = parts.flatMap((part) =>
    part.findings.map((finding) => ({
      part: part.title,
      ...finding,
      ...onPage(finding.section, head),
    })),
  );
  const { environment, region } = head;
  return { environment, region, exitCode: exitCodeOf(allOf(parts)), findings };
}

export function allOf(parts: readonly Part[]): Finding[] {
  return parts.flatMap(({ findings }) => findings);
}

function linesOf({ subject, status, seen, cause, wayOut, section }: Finding, head: Head): string[] {
  const detail = (word: string, text: string | undefined) =>
    text === undefined ? [] : [`${' '.repeat(WIDTH + 2)}${word.padEnd(7)}${text}`];
  return [
    `  ${WORDS[status].padEnd(WIDTH)}${subject}: ${seen}`,
    ...detail('cause:', cause),
    ...detail('do:', wayOut),
    ...detail('page:', onPage(section, head).page),
  ];
}

/** A page has only the sections that apply to it, and names the credential that it rotates; a folder may have no page. */
function onPage(section: Section | undefined, { page, sections }: Head): { readonly page?: string } {
  if (section === undefined || sections.length === 0) return {};
  const [verb = ''] = section.split(' ');
  const title =
    sections.find((one) => one === section) ??
    sections.find((one) => verb === 'Rotate' && one.startsWith(`${verb} `)) ??
    'When something is wrong';
  return { page: `${page}#${anchorOf(title)}` };
}

function summary(parts: readonly Part[]): string {
  const number = (status: Status) => allOf(parts).filter((finding) => finding.status === status).length;
  const [problems, warnings, unread] = [number('problem'), number('warning'), number('unread')];
  const found = [
    ...(problems > 0 ? [count(problems, 'problem')] : []),
    ...(warnings > 0 ? [count(warnings, 'warning')] : []),
  ];
  if (allOf(parts).every(({ status }) => status === 'unread')) return 'Nothing could be looked at.';
  const first = found.length === 0 ? 'Nothing is wrong that could be seen' : found.join(' and ');
  return unread === 0 ? `${first}.` : `${first}; ${count(unread, 'subject')} could not be looked at.`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
