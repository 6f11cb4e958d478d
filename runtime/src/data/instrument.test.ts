import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal, decimalText } from '../decimal.js';
import { InvalidOrderSubmissionException, NotConnectedException } from '../exceptions.js';
import { OrderSide, OrderType } from '../orders/order-constants.js';
import { Order } from '../orders/order.js';
import { Instrument } from './instrument.js';

const { BUY, SELL } = OrderSide;
const btc = new Instrument({
  symbol: 'BTC/USDT',
  tickSize: '0.01',
  stepSize: '0.00001',
  minSize: '0.0001',
  minNotional: '5',
  maxSize: '9000',
});

describe('Instrument', () => {
  it.each([
    ['0.000019', '0.00001'],
    [9e-5, '0.00009'],
    [0.1 + 0.2, '0.3'],
    [0.7 - 0.4, '0.3'],
    ['1e3', '1000'],
    ['0.29999999999999993', '0.29999'],
  ])('puts size %s on the grid: %s', (size, text) => {
    expect(btc.size(size)).toBe(text);
  });

  it('keeps in mind through an order that a size was a number', () => {
    const order = new Order({
      symbol: 'BTC/USDT',
      orderType: OrderType.MARKET,
      orderSide: BUY,
      size: 0.7 - 0.4,
    });
    expect(btc.size(order.size)).toBe('0.3');
  });

  it('rounds a price so that it is never worse', () => {
    expect(btc.price('100.019', BUY)).toBe('100.01');
    expect(btc.price('100.011', SELL)).toBe('100.02');
    expect(btc.price('100.01', SELL)).toBe('100.01');
    expect(new Instrument({ symbol: 'X/Y', tickSize: '0.5' }).price('10.4', BUY)).toBe('10');
  });

  it.each([
    ['36812.4', BUY, '36812'],
    ['36812.4', SELL, '36813'],
    ['123456', BUY, '123456'],
    ['9999.94', BUY, '9999.9'],
    ['9999.94', SELL, '10000'],
    ['1.234567', BUY, '1.234'],
  ])('counts the figures of a price, and lets whole ones be: %s to %s is %s', (price, side, text) => {
    const rules = { symbol: 'X/Y', priceDecimals: 3, priceFigures: 5 };
    expect(new Instrument({ ...rules, wholePrices: true }).price(price, side)).toBe(text);
  });

  it('counts the figures of whole prices too, where the venue does', () => {
    expect(new Instrument({ symbol: 'X/Y', priceFigures: 5 }).price('123456', BUY)).toBe('123450');
    expect(new Instrument({ symbol: 'X/Y', priceFigures: 5 }).price('0.000123456', SELL)).toBe('0.00012346');
  });

  it('takes decimals, and increments of zero for no rule', () => {
    const kraken = Instrument.fromDecimals({ symbol: 'BTC/USDT', priceDecimals: 1, sizeDecimals: 8 });
    expect([kraken.price('1.27', BUY), kraken.size('0.123456789')]).toEqual(['1.2', '0.12345678']);
    const free = new Instrument({ symbol: 'BTC/USDT', stepSize: '0.0000000', tickSize: '0.00' });
    expect([free.price('1.234567', BUY), free.size(1e-12)]).toEqual(['1.234567', '0.000000000001']);
  });

  it('is exact from 1e-12 to 1e15: on the grid, never above, less than a step below', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 ** 9 }),
        fc.integer({ min: -12, max: 6 }),
        fc.integer({ min: -12, max: 3 }),
        fc.integer({ min: 1, max: 999 }),
        (digits, exponent, stepExponent, stepDigits) => {
          const size = new Decimal(digits).times(new Decimal(10).pow(exponent));
          const step = new Decimal(stepDigits).times(new Decimal(10).pow(stepExponent));
          const text = new Instrument({ symbol: 'A/B', stepSize: step }).size(decimalText(size));
          expect(text).toMatch(/^(0|[1-9]\d*)(\.\d*[1-9])?$/);
          const rounded = new Decimal(text);
          expect(rounded.modulo(step).isZero()).toBe(true);
          expect(rounded.lessThanOrEqualTo(size)).toBe(true);
          expect(size.minus(rounded).lessThan(step)).toBe(true);
        },
      ),
    );
  });

  it.each([
    ['0.00009', '100', 'minimum size'],
    ['0.001', '100', 'minimum notional'],
    ['9001', '100', 'maximum size'],
    ['0', undefined, 'minimum size'],
  ])('tells size %s at %s: below or above the %s', (size, price, words) => {
    expect(() => btc.checkMinimum(size, price)).toThrow(InvalidOrderSubmissionException);
    expect(() => btc.checkMinimum(size, price)).toThrow(words);
  });

  it('has rules of its own for market orders', () => {
    const venue = new Instrument({
      symbol: 'A/B',
      stepSize: '0.01',
      marketStepSize: '0.1',
      marketMaxSize: '120',
    });
    expect(venue.size('1.29', OrderType.MARKET)).toBe('1.2');
    expect(() => venue.checkMinimum('121', undefined, OrderType.MARKET)).toThrow('maximum size');
    expect(() => venue.checkMinimum('121', '1')).not.toThrow();
  });

  it('throws where it is not known yet', () => {
    expect(() => Instrument.unknown.size('1')).toThrow(NotConnectedException);
  });
});
