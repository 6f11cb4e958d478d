import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contract } from '../../generators/contract/contract.js';
import { readContract } from '../../generators/contract/read-contract.js';

const known = new Map<string, Contract>();

/** The contract of the base class in a text; read once for each text. */
export function contractIn(text: string): Contract {
  const found = known.get(text);
  if (found !== undefined) return found;
  const root = mkdtempSync(join(tmpdir(), 'base-'));
  try {
    writeFileSync(join(root, 'base.ts'), text);
    const contract = readContract({ file: 'base.ts', root });
    known.set(text, contract);
    return contract;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
