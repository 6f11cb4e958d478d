import type {
  CandleStreamDescription,
  OrderStreamDescription,
  VenueDescription,
} from '../../venues/index.js';
import type { Bindings } from '../dialect/bind-parameters.js';
import { decode } from '../dialect/request-values.js';
import { templateMatcher } from '../dialect/template-matcher.js';

/** Whether an address is the private stream's and not the public one's. */
export function isPrivatePath({ hosts }: VenueDescription, path: string): boolean {
  const own = basePath(hosts.private_stream);
  return own !== '' && own !== basePath(hosts.stream) && path.startsWith(own);
}

/** What a described path's placeholders stand for in an address; `undefined` where it is not that stream's. */
export function streamPath(
  { hosts }: VenueDescription,
  stream: CandleStreamDescription | OrderStreamDescription,
  address: string,
): Bindings | undefined {
  if (stream.path === undefined) return undefined;
  const base = basePath(hosts[stream.host]);
  const rest = address.startsWith(base) ? address.slice(base.length) : address;
  const bindings = templateMatcher(stream.path).match(decode(rest));
  return bindings === undefined ? undefined : new Map(bindings.map((binding) => [binding.name, binding]));
}

function basePath(url: string | undefined): string {
  return url === undefined ? '' : new URL(url).pathname.replace(/\/$/, '');
}
