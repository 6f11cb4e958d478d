/**
 * Whether a Host header names this machine's loopback or one of the venue's own hosts. Anything else may be a web
 * page that had its own name point at 127.0.0.1 (DNS rebinding).
 */
export function isKnownHost(host: string | undefined, venueHosts: readonly string[]): boolean {
  if (host === undefined || host === '') return false;
  // A client names the same host in every request.
  if (host !== last.host || venueHosts !== last.venueHosts) {
    const name = hostName(host);
    const isKnown = LOOPBACK.has(name) || venueHosts.some((known) => hostName(known) === name);
    last = { host, venueHosts, isKnown };
  }
  return last.isKnown;
}

let last: { readonly host: string; readonly venueHosts: readonly string[]; readonly isKnown: boolean } = {
  host: '',
  venueHosts: [],
  isKnown: false,
};

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

function hostName(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase();
}
