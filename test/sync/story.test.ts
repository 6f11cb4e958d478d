import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { undoLast } from '../../generators/sync/index.js';
import { editThree, NEW_BASE, shown } from './story.js';
import { BASE, TestWorkspace } from './workspace.js';

let workspace: TestWorkspace;

beforeEach(() => {
  workspace = new TestWorkspace();
});

afterEach(() => {
  workspace.remove();
});

it('three hand-edited connectors follow a base that gains, renames and changes, and lose nothing', async () => {
  editThree(workspace);
  const before = workspace.snapshot();

  workspace.setBase(NEW_BASE);
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

const PAGE = join(import.meta.dirname, '../../docs/sync.md');

/** `SYNC_STORY_WRITE=1` writes what the commands print into the page. */
it('docs/sync.md shows what its commands print', async () => {
  editThree(workspace);
  const page = readFileSync(PAGE, 'utf8');
  let told = '';
  for (const part of page.split(/(?<=^```\n)/m)) {
    if (part.includes('```diff')) workspace.setBase(NEW_BASE);
    const [, before = '', line] = /^([^]*```console\n)\$ (.*)\n/.exec(part) ?? [];
    told += line === undefined ? part : `${before}$ ${line}\n${await shown(workspace, line)}\`\`\`\n`;
  }
  if (process.env['SYNC_STORY_WRITE'] === '1') writeFileSync(PAGE, told);
  expect(page).toBe(told);
  const lines = NEW_BASE.split('\n').map((one) => one.trim());
  const added = [...page.matchAll(/^\+ (.*)$/gm)].map(([, text = '']) => text.trim());
  expect(lines).toEqual(expect.arrayContaining(added.filter((text) => /abstract/.test(text))));
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
