/**
 * Texts with placeholders: `{symbol}`, `{start|ms}`, `{symbol|lower}@kline_{interval}`.
 * A brace is written as `{{` or `}}`.
 */
export interface Placeholder {
  readonly name: string;
  readonly filter?: string;
}

export type TemplatePart = string | Placeholder;

export function parseTemplate(template: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let text = '';
  for (const [token, name, filter] of template.matchAll(TOKEN)) {
    if (name === undefined) {
      text += token === '{{' ? '{' : token === '}}' ? '}' : token;
      continue;
    }
    if (text !== '') parts.push(text);
    text = '';
    parts.push(filter === undefined ? { name } : { name, filter });
  }
  if (text !== '') parts.push(text);
  return parts;
}

/** The text with its placeholders replaced; `undefined` where a value is missing. */
export function renderTemplate(
  template: string,
  value: (placeholder: Placeholder) => string | undefined,
): string | undefined {
  let text = '';
  for (const part of parseTemplate(template)) {
    const piece = typeof part === 'string' ? part : value(part);
    if (piece === undefined) return undefined;
    text += piece;
  }
  return text;
}

export function placeholders(template: string): readonly Placeholder[] {
  return parseTemplate(template).filter((part) => typeof part !== 'string');
}

const TOKEN = /\{\{|\}\}|\{([a-z_]+)(?:\|([a-z]+))?\}|[^{}]+|[{}]/g;
