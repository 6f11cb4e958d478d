import type { Route } from './routes.js';

/** Which routes a request may mean. */
export class RouteTable {
  readonly #routes: readonly Route[];
  /** By request line, of the lines without a placeholder. */
  readonly #literal = new Map<string, Route[]>();

  constructor(routes: readonly Route[]) {
    this.#routes = routes;
    for (const route of routes) {
      if (route.hasPlaceholders) continue;
      const line = lineOf(route.method, route.pathTemplate);
      const known = this.#literal.get(line);
      if (known === undefined) this.#literal.set(line, [route]);
      else known.push(route);
    }
  }

  /** The routes of a path, best first: the given method's, then (public ones) those that may answer any method. */
  candidates(method: string, path: string): readonly Route[] {
    // `/orders/batch` is not the order called batch.
    return this.#literal.get(lineOf(method, path)) ?? this.#searched(method, path);
  }

  #searched(method: string, path: string): readonly Route[] {
    const trimmed = path.endsWith('/') ? path.slice(0, -1) : path;
    const onPath = this.#routes.filter(
      (route) => isOnPath(route, path) || (trimmed !== path && isOnPath(route, trimmed)),
    );
    const exact = onPath.filter((candidate) => candidate.method === method);
    const literal = exact.filter(({ hasPlaceholders }) => !hasPlaceholders);
    if (literal.length > 0) return literal;
    const narrow = exact.filter(({ isNarrow }) => isNarrow);
    if (narrow.length > 0) return narrow;
    if (exact.length > 0) return exact;
    return onPath.filter(
      ({ endpoint }) => endpoint.signed !== true && (method === 'POST' || method === 'GET'),
    );
  }
}

function lineOf(method: string, path: string): string {
  return `${method} ${path}`;
}

function isOnPath({ hasPlaceholders, pathTemplate, pattern }: Route, path: string): boolean {
  return hasPlaceholders ? pattern.test(path) : path === pathTemplate;
}
