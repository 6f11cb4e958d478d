import { afterEach, beforeEach, expect, it } from 'vitest';
import { undoLast } from '../../generators/sync/index.js';
import { BASE, TestWorkspace } from './workspace.js';

let workspace: TestWorkspace;

beforeEach(() => {
  workspace = new TestWorkspace();
});

afterEach(() => {
  workspace.remove();
});

it('three hand-edited connectors follow a base that gains, renames and changes, and lose nothing', async () => {
  for (const venue of ['alpha', 'beta', 'gamma']) workspace.create(venue);
  // alpha: fees of its own; beta: another order path and a helper; gamma: Windows line endings and a comment.
  workspace.edit(
    'alpha',
    "throw new NotImplementedException('getFees');",
    "return [0.0008, 0.001]; // the desk's tier",
  );
  workspace.edit(
    'beta',
    "await this.rest.post('/order', order);",
    'await this.rest.post(this.pathOf(order), { order });',
  );
  workspace.edit(
    'beta',
    '  override async submitOrder',
    '  private pathOf(order: Order): string {\n    return `/order/${order.symbol}`;\n  }\n\n  override async submitOrder',
  );
  const gamma = workspace
    .exchange('gamma')
    .replace('  private readonly rest', '  // One connection for all.\n  private readonly rest');
  workspace.write('custom_modules/exchanges/gamma/exchange.ts', gamma.replaceAll('\n', '\r\n'));
  const before = workspace.snapshot();

  workspace.setBase(
    BASE.replace('submitOrder(order: Order)', 'submitOrder(request: Order)')
      .replace('getFees(): Promise', 'getFees(symbol: string): Promise')
      .replace(
        '  isBackTrading',
        '  /** The order with this id. */\n  abstract getOrder(orderId: string): Promise<Order | undefined>;\n  /** All that are open. */\n  abstract getOpenOrders(): Promise<Order[]>;\n  isBackTrading',
      ),
  );
  const { connectors } = await workspace.sync();

  expect(connectors.map(({ venue, conflicts, hands, error }) => [venue, conflicts, hands, error])).toEqual([
    ['alpha', [], [], undefined],
    ['beta', [], [], undefined],
    ['gamma', [], [], undefined],
  ]);
  for (const venue of ['alpha', 'beta', 'gamma']) {
    const text = workspace.exchange(venue);
    expect(text).toContain('override async submitOrder(request: Order): Promise<void> {');
    expect(text).toContain(
      'override async getFees(symbol: string): Promise<[maker: number, taker: number]> {',
    );
    expect(text).toContain('override async getOrder(orderId: string): Promise<Order | undefined> {');
    expect(text).toContain('override async getOpenOrders(): Promise<Order[]> {');
  }
  expect(workspace.exchange('alpha')).toContain("    return [0.0008, 0.001]; // the desk's tier\n");
  expect(workspace.exchange('beta')).toContain(
    '    await this.rest.post(this.pathOf(request), { order: request });\n',
  );
  expect(workspace.exchange('beta')).toContain(
    '  private pathOf(order: Order): string {\n    return `/order/${order.symbol}`;\n',
  );
  expect(workspace.exchange('gamma')).toContain('  // One connection for all.\r\n  private readonly rest');
  expect(workspace.exchange('gamma').replaceAll('\r\n', '')).not.toContain('\n');

  expect(await workspace.sync()).toMatchObject({ drift: false });
  await undoLast(workspace.root);
  expect(workspace.snapshot()).toEqual(before);
});

it('brings 200 connectors over, of which three are broken, and names the three', async () => {
  const venues = Array.from({ length: 200 }, (_, index) => `venue_${String(index).padStart(3, '0')}`);
  for (const venue of venues) workspace.create(venue);
  for (const venue of ['venue_007', 'venue_070', 'venue_107']) workspace.edit(venue, 'connect()', 'connect(');
  workspace.setBase(
    BASE.replace('  isBackTrading', '  abstract getOpenOrders(): Promise<Order[]>;\n  isBackTrading'),
  );
  const { connectors } = await workspace.sync();
  expect(connectors.flatMap(({ venue, error }) => (error === undefined ? [] : [venue]))).toEqual([
    'venue_007',
    'venue_070',
    'venue_107',
  ]);
  expect(connectors.filter(({ changes }) => changes.length > 0)).toHaveLength(197);
  expect(workspace.exchange('venue_199')).toContain('getOpenOrders');
});
