/**
 * What Prefect replaces in a job configuration when a flow run starts: a block, or a variable of Prefect.
 * Source: prefect 3.8, utilities/templating.py.
 */
export const PLACEHOLDER = /\{\{[^{}]*\}\}/g;

/** As Prefect finds them: text in braces that is no name stays as it is. */
export function namesInPlaceholders(text: string): string[] {
  return [...text.matchAll(/\{\{\s*([\w.\-[\]$]+)\s*\}\}/g)].map(([, name = '']) => name);
}

/** Whether Prefect sets a part of `text` when a flow run starts. */
export function hasPlaceholder(text: string): boolean {
  return text.search(PLACEHOLDER) >= 0;
}
