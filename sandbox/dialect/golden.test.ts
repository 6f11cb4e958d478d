import { request } from 'node:http';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createSandbox, loadPreset, type Sandbox } from '../index.js';

const httpSchema = z.object({
  method: z.string(),
  host: z.string(),
  path: z.string(),
  query: z.string().optional(),
  headers: z.record(z.string(), z.string()),
  body: z.string().optional(),
});
const goldenSchema = z.object({
  clockMs: z.number(),
  credentials: z.object({ apiKey: z.string(), secret: z.string() }),
  calls: z.array(z.object({ call: z.string(), http: z.array(httpSchema).optional() })),
});
type GoldenRequest = z.infer<typeof httpSchema>;

const file = new URL('../../test/fixtures/golden/requests/binance.json', import.meta.url);
const golden = goldenSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
const signed = golden.calls.flatMap(({ call, http = [] }) =>
  http.filter(({ headers }) => 'X-MBX-APIKEY' in headers).map((one) => [call, one] as const),
);

let sandbox: Sandbox;
beforeAll(async () => {
  const { apiKey, secret } = golden.credentials;
  sandbox = await createSandbox({
    venue: await loadPreset('binance_spot'),
    startTime: golden.clockMs,
    calm: true,
    credentials: { api_key: apiKey, api_secret: secret },
  });
});
afterAll(() => sandbox.close());

describe('requests recorded from a public client', () => {
  test.each(signed)('%s is signed right', async (_call, recorded) => {
    await send(recorded);
    expect(sandbox.requests.at(-1)?.signature).toMatchObject({ ok: true });
  });

  test.each(signed)('%s fails when one byte of what is signed changes', async (_call, recorded) => {
    const answer = await send(flipped(recorded));
    expect(sandbox.requests.at(-1)?.signature).toMatchObject({ ok: false });
    expect(answer).toEqual({
      status: 400,
      body: { code: -1022, msg: 'Signature for this request is not valid.' },
    });
  });

  test('the log shows what the venue would have signed, and no credential', async () => {
    const [, recorded] = signed[0] ?? [];
    if (recorded === undefined) throw new Error('no signed request was recorded');
    await send(flipped(recorded));
    const entry = sandbox.requests.at(-1);
    expect(entry?.signature?.expectedPayload).toBe('timestamp=1700000000000&recvWindow=20000');
    expect(JSON.stringify(entry)).not.toContain(golden.credentials.apiKey);
  });

  test('a public call is answered without a key', async () => {
    const time = golden.calls.find(({ call }) => call === 'fetchTime')?.http?.[0];
    if (time === undefined) throw new Error('fetchTime was not recorded');
    expect(await send(time)).toEqual({ status: 200, body: { serverTime: golden.clockMs } });
  });
});

/** recvWindow 10000 becomes 20000: still a valid request, but another one. */
function flipped(recorded: GoldenRequest): GoldenRequest {
  return {
    ...recorded,
    ...(recorded.query === undefined ? {} : { query: flip(recorded.query) }),
    ...(recorded.body === undefined ? {} : { body: flip(recorded.body) }),
  };
}

function flip(text: string): string {
  return text.replace('recvWindow=10000', 'recvWindow=20000');
}

/** Sends it under the venue's own Host, as a client does whose sockets are led here. */
function send(recorded: GoldenRequest): Promise<{ status: number | undefined; body: unknown }> {
  const { method, host, path, query, headers, body } = recorded;
  return new Promise((resolve, reject) => {
    const url = `${new URL(sandbox.rest).origin}${path}${query === undefined ? '' : `?${query}`}`;
    const outgoing = request(url, { method, headers: { ...headers, host } }, (answer) => {
      let text = '';
      answer.on('data', (piece: Buffer) => (text += String(piece)));
      answer.on('end', () => resolve({ status: answer.statusCode, body: JSON.parse(text) }));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
