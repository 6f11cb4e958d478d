import { expect, test } from 'vitest';
import { looksSecret } from './secrets.js';

test.each([
  ["const key = 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A';"],
  ['const secret = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";'],
  ["  passphrase: '-----BEGIN EC PRIVATE KEY-----',"],
  ["const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln';"],
])('a credential is noticed: %s', (line) => {
  expect(looksSecret(line)).toBe(true);
});

test.each([
  ["await this.rest.get('/api/v3/account/commission', { symbol: this.market }, { signed: true });"],
  ["url: this.host('private_stream', 'wss://ws-api.binance.com:443/ws-api/v3'),"],
  ["method: 'userDataStream.subscribe.signature',"],
  ["'-2010:Account has insufficient balance for requested action.': 'insufficient-balance',"],
  ["import { ExchangeConnectionException } from 'ats-runtime';"],
  ["clientId: { charset: 'A-Za-z0-9_-', length: 36 },"],
])('ordinary code is left alone: %s', (line) => {
  expect(looksSecret(line)).toBe(false);
});
