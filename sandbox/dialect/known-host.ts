/**
 * Whether a Host header names this machine's loopback or one of the venue's own hosts. Anything else may be a web
 * page that had its own name point at 127.0.0.1 (DNS rebinding).
 */
export function isKnownHost(host: string | undefined, venueHosts: readonly string[]): boolean {
  if (host === undefined || host === '') return false;
  const name = hostName(host);
  return LOOPBACK.has(name) || venueHosts.some((known) => hostName(known) === name);
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

function hostName(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase();
}
