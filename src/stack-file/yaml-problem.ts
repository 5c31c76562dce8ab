import type { YAMLError } from 'yaml';
import type { Problem } from '../problems/errors';

type Words = Pick<Problem, 'message' | 'hint'>;

/** Words for an error of the YAML parser. The parser's own text is not used: it repeats values, which may be secrets. */
export function yamlProblem({ code, message }: YAMLError, line: string): Words {
  const { what, todo } = isTemplate(line) ? TEMPLATE : (missingCharacter(message) ?? ERRORS[code] ?? OTHER);
  return { message: `invalid YAML: ${what}`, hint: todo };
}

/** What a template of Jinja, Helm or Prefect looks like outside of quotes. */
function isTemplate(line: string): boolean {
  return /(^|[\s:[-])\{[{%]/.test(line);
}

interface Explanation {
  readonly what: string;
  readonly todo: string;
}

const TEMPLATE: Explanation = {
  what: 'text that begins with {{ or {% must be in quotes',
  todo: "stack files are not templates: write the value itself; for a variable of Prefect in flow_runs, write '{{ NAME }}'",
};

const OTHER: Explanation = { what: 'this is not understood', todo: 'check quotes, brackets, colons and indentation' };

const CHARACTERS: Readonly<Record<string, string>> = { '"quote': '"', "'quote": "'", ']': ']', '}': '}', ',': ',' };

/** The parser puts the character at one fixed place of its text. */
function missingCharacter(message: string): Explanation | undefined {
  const found = /^Missing closing ("quote|'quote)|end with a ([\]}])|^Missing (,) /.exec(message)?.slice(1) ?? [];
  const character = CHARACTERS[found.find((part) => part !== undefined) ?? ''];
  return character === undefined ? undefined : { what: `${character} is missing`, todo: `add ${character}` };
}

const INDENTATION: Explanation = {
  what: 'wrong indentation',
  todo: 'indent the fields of one mapping, and the entries of one list, by the same number of spaces',
};

const ANCHORS: Explanation = {
  what: 'an anchor (&NAME), alias (*NAME) or tag (!NAME) is at a wrong place',
  todo: 'put text that begins with &, * or ! in quotes',
};

const TAGS: Explanation = {
  what: 'YAML tags (!NAME) are not supported',
  todo: 'write the value without a tag; put text that begins with ! in quotes',
};

export const NO_TAGS: Words = { message: `invalid YAML: ${TAGS.what}`, hint: TAGS.todo };

const MULTILINE: Explanation = {
  what: 'a line without "NAME: VALUE"',
  todo: 'write a space after the colon; put text of several lines in quotes',
};

const ERRORS: Readonly<Partial<Record<string, Explanation>>> = {
  ALIAS_PROPS: ANCHORS,
  BAD_ALIAS: ANCHORS,
  BAD_PROP_ORDER: ANCHORS,
  BAD_COLLECTION_TYPE: TAGS,
  MULTIPLE_ANCHORS: ANCHORS,
  MULTIPLE_TAGS: ANCHORS,
  BAD_DQ_ESCAPE: {
    what: 'a backslash in double quotes must begin an escape sequence',
    todo: "use single quotes ('…'), or write \\\\ for a backslash",
  },
  BAD_INDENT: INDENTATION,
  BAD_SCALAR_START: { what: 'text cannot begin with this character', todo: 'put the text in quotes' },
  BLOCK_AS_IMPLICIT_KEY: {
    what: 'a second colon in one line',
    todo: 'put text that contains ": " in quotes, or write the inner mapping on lines of its own',
  },
  BLOCK_IN_FLOW: {
    what: 'a mapping or list by indentation cannot be inside [ ] or { }',
    todo: 'close the bracket, or write all of it in brackets',
  },
  MULTILINE_IMPLICIT_KEY: MULTILINE,
  KEY_OVER_1024_CHARS: MULTILINE,
  MISSING_CHAR: {
    what: 'a character is missing, such as : or - or a space',
    todo: 'write "NAME: VALUE", or "- ENTRY" in a list',
  },
  MULTIPLE_DOCS: {
    what: 'a stack file is one document, without ---',
    todo: 'write each environment in a file of its own',
  },
  NON_STRING_KEY: { what: 'a key must be text', todo: 'put the key in quotes' },
  RESOURCE_EXHAUSTION: { what: 'too many levels', todo: 'write the values out' },
  TAB_AS_INDENT: { what: 'a tab for indentation', todo: 'use spaces' },
  TAG_RESOLVE_FAILED: TAGS,
};
