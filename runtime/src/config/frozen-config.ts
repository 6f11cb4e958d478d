/** A deep copy that cannot be changed; the original is left as it is. */
export function freezeConfig<T extends object>(config: T): T {
  const copy = structuredClone(config);
  freeze(copy);
  return copy;
}

/** Texts of the configuration that no log may show: whatever stands under a key that names a credential. */
export function secretsOf(config: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(config).flatMap(([key, value]) =>
    CREDENTIAL.test(key) && typeof value === 'string' ? [value] : [],
  );
}

const CREDENTIAL =
  /key|secret|pass|token|private(?!_stream_url)|credential|mnemonic|account_id|wallet_address/i;

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const item of Object.values(value)) freeze(item);
}
