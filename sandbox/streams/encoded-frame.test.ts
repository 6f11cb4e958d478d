import { describe, expect, test } from 'vitest';
import { once } from 'node:events';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import { WebSocket, WebSocketServer, type RawData } from 'ws';
import { EncodedFrame, wireBytes } from './encoded-frame.js';

describe('what is written past the library', () => {
  test.for([0, 1, 125, 126, 127, 65_535, 65_536, 200_000])('%i bytes come as one text', async (length) => {
    const text = 'x'.repeat(length);
    expect(await received(wireBytes(text, 'none'))).toEqual([{ text, isBinary: false }]);
  });

  test('lengths count bytes, not characters', async () => {
    const text = '₿'.repeat(42);
    expect(await received(wireBytes(text, 'none'))).toEqual([{ text, isBinary: false }]);
  });

  test('packed frames are binary', async () => {
    const frame = new EncodedFrame('{"a":1}');
    const [gzip, deflate] = await received(Buffer.concat([frame.wire('gzip'), frame.wire('deflate')]), 2);
    expect([gzip?.isBinary, deflate?.isBinary]).toEqual([true, true]);
    expect(gunzipSync(Buffer.from(gzip?.text ?? '', 'latin1')).toString()).toBe('{"a":1}');
    expect(inflateRawSync(Buffer.from(deflate?.text ?? '', 'latin1')).toString()).toBe('{"a":1}');
  });
});

describe('a frame of many receivers', () => {
  test('is encoded once for each kind of them', () => {
    const frame = new EncodedFrame('{"a":1}');
    expect(frame.wire('none')).toBe(frame.wire('none'));
    expect(frame.wire('none', 'btc')).toBe(frame.wire('none', 'btc'));
    expect(frame.wire('none', 'btc')).not.toEqual(frame.wire('none', 'eth'));
    expect(frame.wire('gzip')).not.toEqual(frame.wire('deflate'));
  });

  test('stands in an envelope on combined streams', () => {
    expect(new EncodedFrame('{"a":1}').text('btc@1m')).toBe('{"stream":"btc@1m","data":{"a":1}}');
  });
});

interface Received {
  readonly text: string;
  readonly isBinary: boolean;
}

/** What the library's client makes of bytes that are written to its socket. */
async function received(bytes: Buffer, count = 1): Promise<readonly Received[]> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  await once(server, 'listening');
  server.on('connection', (_socket, { socket }) => socket.write(bytes));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const client = new WebSocket(`ws://127.0.0.1:${port}/`);
  const messages: Received[] = [];
  await new Promise<void>((resolve, reject) => {
    client.on('error', reject);
    client.on('message', (data: RawData, isBinary) => {
      if (Buffer.isBuffer(data))
        messages.push({ text: data.toString(isBinary ? 'latin1' : 'utf8'), isBinary });
      if (messages.length === count) resolve();
    });
  });
  client.terminate();
  server.close();
  return messages;
}
