import { createServer } from 'node:http';
import { closeServer, listen } from '../dialect/http-server.js';
import { isKnownHost } from '../dialect/known-host.js';
import { readBody } from '../dialect/read-body.js';
import { parseJson } from '../dialect/request-values.js';
import type { Sandbox } from '../sandbox.js';
import { CONTROLS, ControlError } from './controls.js';

export interface ControlServer {
  /** `http://127.0.0.1:PORT` */
  readonly address: string;
  close(): Promise<void>;
}

/** The JSON API that steers a sandbox from outside; `openapi.yaml` beside this file describes it. */
export async function startControl(sandbox: Omit<Sandbox, 'control'>, port: number): Promise<ControlServer> {
  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    const answer = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      response.end(`${JSON.stringify(body)}\n`);
    };
    readBody(request, (body) => {
      if (body === 'aborted') return;
      if (body === 'too-long') return answer(413, { error: 'the body is too long' });
      if (!isKnownHost(request.headers.host, []))
        return answer(403, { error: 'this host is not served here' });
      const { origin } = request.headers;
      if (origin !== undefined && origin !== `http://${request.headers.host}`)
        return answer(403, { error: 'no requests from other sites' });
      perform(sandbox, request.method ?? 'GET', request.url ?? '/', body.toString('utf8')).then(
        (result) => answer(200, result ?? { ok: true }),
        (error: unknown) =>
          error instanceof ControlError
            ? answer(error.status, { error: error.message })
            : answer(500, { error: String(error) }),
      );
    });
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  const taken = await listen(server, port);
  return { address: `http://127.0.0.1:${taken}`, close: () => closeServer(server) };
}

async function perform(
  sandbox: Omit<Sandbox, 'control'>,
  method: string,
  url: string,
  text: string,
): Promise<unknown> {
  const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
  const body = text.trim() === '' ? {} : parseJson(text);
  if (body === undefined) throw new ControlError(400, 'the body is no JSON');
  for (const control of CONTROLS) {
    const match = control.method === method ? control.path.exec(pathname) : null;
    if (match !== null) return control.run({ sandbox, body, query: searchParams, id: match[1] ?? '' });
  }
  throw new ControlError(404, `there is no ${method} ${pathname}`);
}
