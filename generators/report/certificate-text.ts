import type { Colors } from 'picocolors/types.js';
import type { CertificateState } from '../certificate/certify.js';

/** One line: whether what was proven is still what stands there. */
export function certificateText(certificate: CertificateState, color: Colors): string {
  switch (certificate.state) {
    case 'none':
      return color.yellow('not certified: no clean ats-exchange check yet');
    case 'stale':
      return color.yellow(
        `certificate is stale: ${certificate.changes.join(', ')} since ${day(certificate)}`,
      );
    case 'unwritable':
      return color.yellow(`clean, but the certificate cannot be written: ${certificate.reason}`);
    case 'certified': {
      const { passed, skipped } = certificate;
      return color.green(`certified ${day(certificate)}: ${passed} checks passed, ${skipped} do not apply`);
    }
  }
}

function day({ date }: { readonly date: string }): string {
  return date.slice(0, 10);
}
