import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { createSandbox, loadPreset, type Sandbox } from '../index.js';

let sandbox: Sandbox;
afterEach(() => sandbox.close());

const frameSchema = z.object({
  action: z.literal('snapshot'),
  data: z.array(z.object({ status: z.string(), accBaseVolume: z.string(), tradeId: z.string().optional() })),
});

test('the last fill is one in part, and a frame without a fill completes the order', async () => {
  const venue = await loadPreset('bitget_spot');
  const { auth } = venue.description;
  if (auth === undefined) throw new Error('the preset has lost its auth part');
  const signature = { algorithm: 'custom', describe: 'any signature will do' } as const;
  const description = { ...venue.description, auth: { ...auth, signature } };
  sandbox = await createSandbox({ venue: { ...venue, description }, calm: true });

  const socket = new WebSocket(sandbox.privateStream ?? '');
  const rows: z.infer<typeof frameSchema>['data'] = [];
  socket.on('message', (data) => {
    const { data: frame } = frameSchema.safeParse(JSON.parse(String(data)));
    rows.push(...(frame?.data ?? []));
  });
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send('{"op":"login","args":[{"apiKey":"a","passphrase":"b","timestamp":"1700000000","sign":"c"}]}');
  socket.send('{"op":"subscribe","args":[{"instType":"SPOT","channel":"orders","instId":"BTCUSDT"}]}');
  await sandbox.settle();
  const order = { symbol: 'BTC/USDT', side: 'BUY', type: 'LIMIT', size: '0.01', price: '30000' } as const;
  sandbox.engine.forceFill(sandbox.engine.place(sandbox.account, order).order?.id ?? '');
  await sandbox.settle();
  socket.terminate();

  expect(rows).toEqual([
    { status: 'live', accBaseVolume: '0.0000' },
    { status: 'partially_filled', accBaseVolume: '0.0100', tradeId: expect.any(String) },
    { status: 'filled', accBaseVolume: '0.0100' },
  ]);
});
