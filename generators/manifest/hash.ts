import { createHash } from 'node:crypto';

/** SHA-256 in hex. Line endings do not count: git may convert them on check-out. */
export function hashText(text: string): string {
  return createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex');
}
