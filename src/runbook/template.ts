import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as HandlebarsRuntime from 'handlebars';

/** What the bundle was built from; only the bundle has it, and has no compiler of templates. */
declare const BUILT_FROM: string | undefined;

/** A name that a template uses and its view lacks is an error; what is rendered is Markdown, not HTML. */
export const TEMPLATE_OPTIONS = { strict: true, noEscape: true, knownHelpersOnly: true } as const;

/** Renders a template, named by its path below src/. */
export function render(template: string, view: object): string {
  const loaded = templates.get(template) ?? load(template);
  templates.set(template, loaded);
  return loaded(view);
}

/** Those that were rendered before: to compile one takes longer than to render it. */
const templates = new Map<string, HandlebarsRuntime.TemplateDelegate>();

/** A build has compiled it into the bundle, and leaves the compiler out; from the sources it is compiled here. */
function load(template: string): HandlebarsRuntime.TemplateDelegate {
  return typeof BUILT_FROM === 'string'
    ? strict(require('handlebars/runtime')).template(require('./compiled-templates')[template]())
    : strict(require('handlebars')).compile(readFileSync(join(__dirname, '..', template), 'utf8'), TEMPLATE_OPTIONS);
}

/** Handlebars is strict about what it writes, not about what it branches on: a condition that is misspelt is false to it. */
function strict(handlebars: typeof HandlebarsRuntime): typeof HandlebarsRuntime {
  const own = handlebars.create();
  for (const name of ['if', 'unless', 'each']) {
    const helper = own.helpers[name] as HandlebarsRuntime.HelperDelegate;
    own.registerHelper(name, function (this: unknown, value: unknown, options: unknown) {
      if (value === undefined) throw new Error(`{{#${name}}}: the view lacks its value; say false, null or [] instead`);
      return helper.call(this, value, options);
    });
  }
  return own;
}

const PLAIN = /^[\w .:/@=+,-]*$/;

/** Text of a stack file within a line of Markdown, so that it cannot be read as anything but text. */
export function markdown(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return PLAIN.test(line) ? line.replaceAll('_', '\\_') : line.replace(/[\\`*_{}[\]<>()#+!|~$&-]/g, '\\$&');
}

/** {@link markdown}, set as code where that can be done: what is code is nothing else, but for its own end and that of a cell. */
export function code(text: string): string {
  return /^[^\s`|](?:[^`|\p{Cc}]*[^\s`|])?$/u.test(text) ? `\`${text}\`` : markdown(text);
}
