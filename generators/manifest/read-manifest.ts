import { UserError, messageOf } from '../cli/errors.js';
import { refuseMarkers } from '../contract/merge-markers.js';
import { MANIFEST_VERSION, type Manifest } from './manifest.js';
import { sealOf } from './write-manifest.js';

/**
 * A manifest as it was written. Throws a UserError where it is damaged, edited by hand, or newer than this tool:
 * what sync cannot rely on it does not act on.
 */
export function readManifest(text: string, file: string, toolVersion: string): Manifest {
  refuseMarkers(text, file, 'take this folder whole from either side of the merge');
  const json = parseJson(text, file);
  const version = field(json, 'version');
  const generator = field(json, 'generator');
  if (typeof version === 'number' && version > MANIFEST_VERSION) throw newer(file, generator);
  if (typeof generator === 'string' && isNewer(generator, toolVersion)) throw newer(file, generator);
  if (!isManifest(json)) throw new UserError(`${file}: is not a manifest of this tool; ${WAY_OUT}`);
  if (field(json, 'seal') !== sealOf(json)) throw new UserError(`${file}: was edited by hand; ${WAY_OUT}`);
  return json;
}

const WAY_OUT = 'restore it from version control';

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${file}: is not JSON (${messageOf(error)}); ${WAY_OUT}`, { cause: error });
  }
}

function newer(file: string, generator: unknown): UserError {
  const which = typeof generator === 'string' ? ` (create-ats-exchange ${generator})` : '';
  return new UserError(`${file}: was written by a newer version${which}; update create-ats-exchange first`);
}

/** Compares release numbers; a pre-release counts as its release. */
function isNewer(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split(/[-+]/)[0]?.split('.').map(Number) ?? []);
  for (let index = 0; index < 3; index++) {
    const difference = (a?.[index] ?? 0) - (b?.[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

/** The seal vouches for the details; this tells a manifest from any other JSON. */
function isManifest(value: unknown): value is Manifest {
  return (
    field(value, 'version') === MANIFEST_VERSION &&
    ['generator', 'templates', 'description'].every((key) => typeof field(value, key) === 'string') &&
    ['base', 'options', 'files', 'contract'].every((key) => isObject(field(value, key))) &&
    isObject(field(field(value, 'base'), 'sources')) &&
    Array.isArray(field(value, 'conflicts')) &&
    Array.isArray(field(value, 'orphaned')) &&
    Array.isArray(field(field(value, 'contract'), 'members'))
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function field(value: unknown, key: string): unknown {
  if (!isObject(value)) return undefined;
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}
