/** How `BTC/USDT` is written there → the template: `btc_usdt` is `{base}_{quote}` in lower case. */
export function symbolOf(example: string): { template: string; case: 'upper' | 'lower' } {
  const template = example.replace(/btc/i, '{base}').replace(/usdt/i, '{quote}');
  return { template, case: /[a-z]/.test(example.replace(/[^a-zA-Z]/g, '')) ? 'lower' : 'upper' };
}

/** `1m=1min 1h=60` → `{ 1m: '1min', 1h: '60' }`. */
export function intervalsOf(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split(/[\s,]+/).flatMap((pair) => {
      const [ours, theirs] = pair.split('=');
      return ours === undefined || ours === '' ? [] : [[ours, theirs ?? ours] as const];
    }),
  );
}
