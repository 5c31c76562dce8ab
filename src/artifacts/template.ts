import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as HandlebarsRuntime from 'handlebars';

/** A name that a template uses and its view lacks is an error; what is rendered is Markdown, not HTML. */
export const TEMPLATE_OPTIONS = { strict: true, noEscape: true, knownHelpersOnly: true } as const;

/** Renders a template that lies beside this file. */
export function render(template: string, view: object): string {
  return load(template)(view);
}

/** A build lays the compiled template beside the bundle; from the sources it is compiled here, which takes longer. */
function load(template: string): HandlebarsRuntime.TemplateDelegate {
  const file = join(__dirname, template);
  const compiled = `${file}.js`;
  if (existsSync(compiled)) {
    const runtime: typeof HandlebarsRuntime = require('handlebars/runtime');
    return runtime.template(createRequire(compiled)(compiled));
  }
  const handlebars: typeof HandlebarsRuntime = require('handlebars');
  return handlebars.compile(readFileSync(file, 'utf8'), TEMPLATE_OPTIONS);
}

const PLAIN = /^[\w .:/@=+,-]*$/;

/** Text of a stack file within a line of Markdown, so that it cannot be read as anything but text. */
export function markdown(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return PLAIN.test(line) ? line.replaceAll('_', '\\_') : line.replace(/[\\`*_{}[\]<>()#+!|~$&-]/g, '\\$&');
}

/** {@link markdown}, set as code where that can be done. */
export function code(text: string): string {
  return text !== '' && PLAIN.test(text) ? `\`${text}\`` : markdown(text);
}
