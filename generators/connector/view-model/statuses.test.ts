import { describe, expect, test } from 'vitest';
import type { FieldMapping } from '../../../venues/index.js';
import { fieldOf } from './fields.js';
import { statusCode } from './statuses.js';

const code = (mapping: FieldMapping | undefined, where = 'endpoints.get_order'): string =>
  statusCode('row', fieldOf(mapping === undefined ? {} : { status: mapping }, 'status'), where);

describe('a status as code', () => {
  test('is looked up in the table of the place', () => {
    expect(code('state')).toBe(`row.oneOf('state', STATUSES)`);
    expect(code({ path: 'state', statuses: { done: 'COMPLETED' } })).toBe(
      `row.oneOf('state', GET_ORDER_STATUSES)`,
    );
    expect(code({ path: 'x', statuses: { done: 'COMPLETED' } }, 'streams.orders')).toBe(
      `row.oneOf('x', EVENT_STATUSES)`,
    );
  });

  test('is told by flags, each asked once', () => {
    const cases = [
      { if: { active: true }, is: 'PENDING' },
      { if: { active: false, cancelExist: true }, is: 'CANCELLED' },
      { if: { active: false, cancelExist: false }, is: 'COMPLETED' },
    ] as const;
    expect(code({ cases: [...cases] })).toBe(
      `row.flag('active') ? OrderStatus.PENDING : row.flag('cancelExist') ? OrderStatus.CANCELLED : OrderStatus.COMPLETED`,
    );
  });

  test('is PENDING where nothing tells it', () => {
    expect(code(undefined)).toBe('OrderStatus.PENDING');
  });
});
