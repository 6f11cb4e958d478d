const MASK = '[redacted]';
const SHORTEST = 4;
const DEEPEST = 8;

/** Knows secrets and takes them out of texts and values. */
export class Redactor {
  /** Each spelling, and how many secrets have it. */
  private readonly forms = new Map<string, number>();
  private pattern: RegExp | undefined;

  /** Registers a secret in every spelling it may turn up in; what is returned takes it back. */
  add(secret: string): () => void {
    if (secret.length < SHORTEST) return () => undefined;
    const forms = new Set(spellings(secret).filter((form) => form.length >= SHORTEST));
    this.count(forms, 1);
    let isKnown = true;
    return () => {
      if (isKnown) this.count(forms, -1);
      isKnown = false;
    };
  }

  private count(forms: ReadonlySet<string>, change: 1 | -1): void {
    const before = this.forms.size;
    for (const form of forms) {
      const count = (this.forms.get(form) ?? 0) + change;
      if (count > 0) this.forms.set(form, count);
      else this.forms.delete(form);
    }
    if (this.forms.size === before) return;
    const longestFirst = [...this.forms.keys()].sort((a, b) => b.length - a.length);
    this.pattern =
      longestFirst.length === 0 ? undefined : new RegExp(longestFirst.map(escapeRegExp).join('|'), 'g');
  }

  text(text: string): string {
    return this.pattern === undefined ? text : text.replace(this.pattern, MASK);
  }

  /** A copy that JSON can write, with every text in it masked; errors become plain objects. */
  value(value: unknown, depth = 0): unknown {
    if (typeof value === 'string') return this.text(value);
    if (typeof value === 'bigint') return this.text(value.toString());
    if (typeof value === 'number' || typeof value === 'boolean' || value === undefined || value === null)
      return value;
    if (typeof value !== 'object') return `[${typeof value}]`;
    if (depth >= DEEPEST) return '[deep]';
    if (value instanceof Error) return this.error(value, depth);
    if (Array.isArray(value)) return value.map((item) => this.value(item, depth + 1));
    if (value instanceof Map) return this.entries(value.entries(), depth);
    if ('toJSON' in value && typeof value.toJSON === 'function') return this.value(value.toJSON(), depth + 1);
    return this.entries(Object.entries(value), depth);
  }

  private error(error: Error, depth: number): unknown {
    const { name, message, stack, cause } = error;
    const own = this.entries(Object.entries(error), depth);
    const why = cause === undefined ? {} : { cause: this.value(cause, depth + 1) };
    return { name, message: this.text(message), ...own, stack: this.text(stack ?? ''), ...why };
  }

  private entries(entries: Iterable<[unknown, unknown]>, depth: number): Record<string, unknown> {
    const copy: Record<string, unknown> = {};
    for (const [key, item] of entries) copy[this.text(String(key))] = this.value(item, depth + 1);
    return copy;
  }
}

/** As it is, JSON-escaped, percent-encoded, and in base64 at each of the three offsets it may have in a longer text. */
function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const percent = encodeURIComponent(secret);
  const base64 = [0, 1, 2].flatMap((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    // Only the characters that depend on the secret alone, not on its neighbours.
    const core = text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
    return [core, core.replaceAll('+', '-').replaceAll('/', '_'), encodeURIComponent(core)];
  });
  const escaped = JSON.stringify(secret).slice(1, -1);
  return [secret, escaped, percent, percent.toLowerCase(), percent.replaceAll('%20', '+'), ...base64];
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}
