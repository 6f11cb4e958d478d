import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signingIn } from './signing.js';

const hmac = (hash: string, key: string, text: string, as: 'hex' | 'base64') =>
  createHmac(hash, key).update(text).digest(as);

describe('a worked example', () => {
  it('of a signed query proves itself', () => {
    const query =
      'symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559';
    const secret = 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j';
    const found = signingIn(`Key | Value
apiKey | vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A
secretKey | ${secret}

$ echo -n "${query}" | openssl dgst -sha256 -hmac "${secret}"
(stdin)= ${hmac('sha256', secret, query, 'hex')}

curl -H "X-MBX-APIKEY: vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A" -X POST 'https://api.test/api/v3/order' -d '${query}&signature=x'`);
    expect(found).toMatchObject({
      isProven: true,
      isWhole: true,
      answers: {
        algorithm: 'hmac-sha256',
        encoding: 'hex',
        payload: '{query} + {body}',
        stamp: 'ms',
        headers: 'X-MBX-APIKEY={api_key}',
        sent: 'timestamp={stamp} signature={signature}',
      },
    });
    expect(JSON.stringify(found)).not.toContain(secret);
  });

  it('of parts one after another proves itself, its secret in base64', () => {
    const secret = Buffer.from('a secret of the documentation').toString('base64');
    const message = '1700000000POST/v1/orders?x=1{"pair":"BTC-USDT"}';
    const signature = createHmac('sha512', Buffer.from(secret, 'base64')).update(message).digest('base64');
    const found = signingIn(
      `secret: ${secret}\nprehash: ${message}\nsignature: ${signature}\nAC-KEY: k\nAC-SIGN: s\nAC-TIMESTAMP: 1700000000`,
    );
    expect(found).toMatchObject({
      isProven: true,
      isWhole: true,
      answers: {
        algorithm: 'hmac-sha512',
        encoding: 'base64',
        secret: 'base64',
        payload: '{stamp} + {method} + {path_query} + {body}',
        stamp: 's',
        headers: 'AC-KEY={api_key} AC-SIGN={signature} AC-TIMESTAMP={stamp}',
        sent: 'none',
      },
    });
  });

  it('that does not add up proves nothing', () => {
    const found = signingIn(`secret: abcdefghijk\nmessage: 1700000000GET/v1/x\nsignature: ${'0'.repeat(64)}`);
    expect(found.isProven).toBe(false);
  });
});

describe('a code sample', () => {
  it.each([
    [
      `const timestamp = new Date().toISOString();
const sign = CryptoJS.enc.Base64.stringify(CryptoJS.HmacSHA256(timestamp + 'GET' + '/users/self/verify', secretKey));
The body: timestamp + method + requestPath + body
headers: { 'OK-ACCESS-KEY': apiKey, 'OK-ACCESS-SIGN': sign, 'OK-ACCESS-TIMESTAMP': timestamp, 'OK-ACCESS-PASSPHRASE': pass }`,
      {
        signing: 'custom',
        algorithm: 'hmac-sha256',
        encoding: 'base64',
        payload: '{stamp} + {method} + {path_query} + {body}',
        stamp: 'iso',
        credentials: 'api_key api_secret passphrase',
      },
    ],
    [
      `ts = str(int(time.time() * 1000))
message = f"{ts}{method}{path}{body}"
signature = hmac.new(secret.encode(), message.encode(), hashlib.sha512).hexdigest()
headers = {"X-API-KEY": key, "X-API-SIGNATURE": signature, "X-API-TIMESTAMP": ts}`,
      {
        algorithm: 'hmac-sha512',
        encoding: 'hex',
        payload: '{stamp} + {method} + {path_query} + {body}',
        stamp: 'ms',
      },
    ],
    [
      `payload = { access_key: key, nonce: uuid() }
token = jwt.sign(payload, secret, { algorithm: 'HS512' })
Authorization: Bearer <token>`,
      { signing: 'jwt', algorithm: 'jwt-hs512', headers: 'Authorization=Bearer {token}', sent: 'none' },
    ],
    [
      `String queryString = "...&timestamp=" + System.currentTimeMillis();
String signature = HmacSHA256(secret, queryString) // hexadecimal
url + "?" + queryString + "&signature=" + signature
X-MEXC-APIKEY: your key`,
      {
        algorithm: 'hmac-sha256',
        encoding: 'hex',
        sent: 'timestamp={stamp} signature={signature}',
        headers: 'X-MEXC-APIKEY={api_key}',
      },
    ],
  ])('%#', (text, expected) => {
    expect(signingIn(text).answers).toMatchObject(expected);
  });
});
