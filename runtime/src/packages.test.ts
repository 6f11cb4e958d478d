import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

interface Lock {
  readonly packages: Readonly<Record<string, { readonly dependencies?: Readonly<Record<string, string>> }>>;
}

it('a connector in production pulls in twelve packages at most, this one included', () => {
  const lock: Lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'));
  const places = new Set<string>();
  const waiting = ['runtime'];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    if (places.has(place)) continue;
    places.add(place);
    for (const name of Object.keys(lock.packages[place]?.dependencies ?? {})) {
      waiting.push(placeOf(lock, place, name));
    }
  }
  expect(places).toContain('node_modules/decimal.js');
  expect(places.size).toBeLessThanOrEqual(12);
});

/** Where Node finds the package: in the nearest node_modules above. */
function placeOf(lock: Lock, from: string, name: string): string {
  for (let folder = from; ; folder = folder.replace(/\/?(node_modules\/)?[^/]+$/, '')) {
    const place = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (place in lock.packages) return place;
    if (folder === '') throw new Error(`${name} is not in the lock file`);
  }
}
