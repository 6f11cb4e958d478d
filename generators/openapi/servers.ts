import { list, record, text } from './loose.js';
import type { OpenApiDocument } from './read-document.js';

export interface Server {
  /** `https://api.example.com`; empty where the document names none, or one without a host. */
  readonly address: string;
  /** What stands before each path: `/api/v3`, or nothing. */
  readonly path: string;
  readonly isTest: boolean;
}

const TEST = /test|sandbox|demo|paper|staging/i;

/** The first server that is no test server, else the first. Swagger 2.0 names scheme, host and basePath apart. */
export function serverOf(document: OpenApiDocument): Server {
  const { host, basePath, schemes } = document;
  const scheme =
    list(schemes).includes('https') || list(schemes).length === 0 ? 'https' : text(list(schemes)[0]);
  const named = list(document.servers).map((server) => ({
    url: filled(text(record(server).url), record(record(server).variables)),
    words: text(record(server).description),
  }));
  const servers =
    text(host) === '' ? named : [{ url: `${scheme}://${text(host)}${text(basePath)}`, words: '' }];
  const chosen = servers.find((server) => !isTest(server)) ??
    servers[0] ?? { url: text(basePath), words: '' };
  if (!/^https?:/.test(chosen.url) || !URL.canParse(chosen.url))
    return {
      address: '',
      path: chosen.url.startsWith('/') ? chosen.url.replace(/\/$/, '') : '',
      isTest: false,
    };
  const { origin, pathname } = new URL(chosen.url);
  return { address: origin, path: pathname.replace(/\/$/, ''), isTest: isTest(chosen) };
}

function isTest({ url, words }: { readonly url: string; readonly words: string }): boolean {
  return TEST.test(`${hostWords(url)} ${words}`);
}

/** A host's name without its last part, which may be anything. */
function hostWords(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname.split('.').slice(0, -1).join(' ') : url;
}

/** `https://{environment}.example.com` with the defaults of its variables. */
function filled(url: string, variables: Readonly<Record<string, unknown>>): string {
  return url.replaceAll(/\{(\w+)\}/g, (_, name: string) => text(record(variables[name]).default));
}
