import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { pageFile } from '../dashboard/page-files.js';
import { closeServer, listen } from '../dialect/http-server.js';
import { isKnownHost } from '../dialect/known-host.js';
import { readBody } from '../dialect/read-body.js';
import { parseJson } from '../dialect/request-values.js';
import { ControlError } from './control-error.js';
import type { Controlled } from './queries.js';

export interface ControlServer {
  /** `http://127.0.0.1:PORT` */
  readonly address: string;
  /** The dashboard's page. */
  readonly dashboard: string;
  close(): Promise<void>;
}

/**
 * The JSON API that steers a sandbox from outside (`openapi.yaml` beside this file describes it), and the dashboard,
 * which is one of its clients. Answers loopback names only, and no pages of other sites.
 */
export async function startControl(sandbox: Controlled, port: number): Promise<ControlServer> {
  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    readBody(request, (body) => {
      if (body === 'aborted') return;
      if (body === 'too-long') return refuse(response, 413, 'the body is too long');
      if (!isKnownHost(request.headers.host, []))
        return refuse(response, 403, 'this host is not served here');
      if (isFromElsewhere(request)) return refuse(response, 403, 'no requests from other sites');
      void answer(sandbox, request, body.toString('utf8'), response);
    });
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  const address = `http://127.0.0.1:${await listen(server, port)}`;
  return { address, dashboard: `${address}/dashboard/`, close: () => closeServer(server) };
}

/** A browser names the site whose page asks; a client that is no browser names none. */
function isFromElsewhere({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  if (headers.origin !== undefined && headers.origin !== `http://${headers.host}`) return true;
  return site === 'cross-site' || site === 'same-site';
}

async function answer(
  sandbox: Controlled,
  request: IncomingMessage,
  text: string,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', url = '/' } = request;
  try {
    const page = method === 'GET' ? PAGE_PATH.exec(url) : null;
    if (page !== null) return await sendPage(page[1], response);
    send(response, 200, (await perform(sandbox, method, url, text)) ?? { ok: true });
  } catch (error) {
    if (error instanceof ControlError) send(response, error.status, { error: error.message });
    else send(response, 500, { error: String(error) });
  }
}

const PAGE_PATH = /^\/dashboard(?:\/([\w.-]*))?(?:\?.*)?$/;

async function sendPage(name: string | undefined, response: ServerResponse): Promise<void> {
  if (name === undefined) {
    response.writeHead(308, { location: '/dashboard/' }).end();
    return;
  }
  const file = await pageFile(name);
  if (file === undefined) throw new ControlError(404, `the dashboard has no ${name}`);
  response.writeHead(200, { ...PAGE_HEADERS, 'content-type': file.type }).end(file.bytes);
}

/** Nothing from elsewhere, and inside no other page. The chart library sets styles on its elements. */
const PAGE_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src data:; " +
    "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

async function perform(sandbox: Controlled, method: string, url: string, text: string): Promise<unknown> {
  const { pathname, searchParams } = addressOf(url);
  const body = text.trim() === '' ? {} : parseJson(text);
  if (body === undefined) throw new ControlError(400, 'the body is no JSON');
  // Loaded by the first request: checking bodies takes a library that a sandbox nobody steers can do without.
  const { CONTROLS } = await import('./controls.js');
  for (const control of CONTROLS) {
    const match = control.method === method ? control.path.exec(pathname) : null;
    if (match !== null) return control.run({ sandbox, body, query: searchParams, id: match[1] ?? '' });
  }
  throw new ControlError(404, `there is no ${method} ${pathname}`);
}

function addressOf(url: string): URL {
  const address = URL.canParse(url, BASE) ? new URL(url, BASE) : undefined;
  if (address === undefined) throw new ControlError(400, 'the address is no URL');
  return address;
}

const BASE = 'http://127.0.0.1';

function refuse(response: ServerResponse, status: number, words: string): void {
  response.setHeader('connection', 'close');
  send(response, status, { error: words });
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(body)}\n`);
}
