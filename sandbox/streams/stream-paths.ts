import type {
  CandleStreamDescription,
  OrderStreamDescription,
  VenueDescription,
} from '../../venues/index.js';
import { bindParameters, type Bindings } from '../dialect/bind-parameters.js';
import { decode, formValues } from '../dialect/request-values.js';
import { templateMatcher } from '../dialect/template-matcher.js';

/** Whether an address is the private stream's and not the public one's. */
export function isPrivatePath({ hosts }: VenueDescription, path: string): boolean {
  const own = basePath(hosts.private_stream);
  return own !== '' && own !== basePath(hosts.stream) && path.startsWith(own);
}

/**
 * What a described path's placeholders stand for in an address; `undefined` where it is not that stream's. The order
 * of its parameters is the client's own, and further ones are too.
 */
export function streamPath(
  { hosts }: VenueDescription,
  stream: CandleStreamDescription | OrderStreamDescription,
  address: string,
): Bindings | undefined {
  if (stream.path === undefined) return undefined;
  const base = stream.host === 'token' ? '' : basePath(hosts[stream.host]);
  const [path = '', query = ''] = (address.startsWith(base) ? address.slice(base.length) : address).split(
    '?',
  );
  const [pathTemplate = '', queryTemplate = ''] = stream.path.split('?');
  const onPath = templateMatcher(pathTemplate.replace(/^\//, '')).match(decode(path.replace(/^\//, '')));
  if (onPath === undefined) return undefined;
  const inQuery = bindParameters([formValues(queryTemplate)], formValues(query), () => ANY);
  return new Map([...inQuery, ...onPath.map((binding) => [binding.name, binding] as const)]);
}

const ANY = { holds: () => true, implied: () => [] };

function basePath(url: string | undefined): string {
  return url === undefined ? '' : new URL(url).pathname.replace(/\/$/, '');
}
