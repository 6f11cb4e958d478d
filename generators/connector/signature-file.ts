import { UserError } from '../cli/errors.js';
import type { VenueDescription } from '../../venues/index.js';

/** Where a connector keeps a signature that the description's grammar cannot say. */
export const SIGNATURE_FILE = 'signature.ts';

/** Whether the connector signs by a function of its own. */
export function signsItself({ kind, auth }: VenueDescription): boolean {
  return kind === 'live' && auth?.signature.algorithm === 'custom';
}

/** An implementation that came with a description, as it is; a UserError where the connector could not call it. */
export function suppliedSignature(text: string): string {
  if (/^export\s+(function|const)\s+signRequest\b/m.test(text)) return text;
  throw new UserError(
    `${SIGNATURE_FILE}: exports no function signRequest(request, credentials); export it, or remove the file to get a stub`,
  );
}

/** Whether a `signature.ts` still waits for somebody to write it. */
export function isSignatureStub(text: string): boolean {
  return /\bnew NotImplementedException\b/.test(text);
}
