import { stripVTControlCharacters } from 'node:util';
import { certificateStates } from '../../generators/certificate/certify.js';
import { renderText } from '../../generators/report/render.js';
import { explainMember, statusOf, undoLast } from '../../generators/sync/index.js';
import { BASE, type TestWorkspace } from './workspace.js';

export const NEW_BASE = BASE.replace('submitOrder(order: Order)', 'submitOrder(request: Order)')
  .replace('getFees(): Promise', 'getFees(symbol: string): Promise')
  .replace(
    '  isBackTrading',
    '  /** The order with this id. */\n  abstract getOrder(orderId: string): Promise<Order | undefined>;\n  /** All that are open. */\n  abstract getOpenOrders(): Promise<Order[]>;\n  isBackTrading',
  );

/** alpha: fees of its own; beta: another order path and a helper; gamma: Windows line endings and a comment. */
export function editThree(workspace: TestWorkspace): void {
  for (const venue of ['alpha', 'beta', 'gamma']) workspace.create(venue);
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
}

/** What a command line of the story prints. */
export async function shown(workspace: TestWorkspace, line: string): Promise<string> {
  const [command, ...words] = line.replace('ats-exchange ', '').split(' ');
  const [venue, member] = words.filter((word) => !word.startsWith('--'));
  const { root } = workspace;
  const venues = venue === undefined ? [] : [venue];
  // No editor leaves white space at the end of a line of a page.
  return stripVTControlCharacters(await text()).replaceAll(/[ \t]+$/gm, '');

  async function text(): Promise<string> {
    if (command === 'status') {
      const { connectors } = await statusOf({ root, venues });
      const names = connectors.map((connector) => connector.venue);
      return renderText({
        command,
        exitCode: 0,
        root,
        connectors,
        certificates: certificateStates(root, names),
      });
    }
    if (command === 'undo') return renderText({ command, exitCode: 0, root, ...(await undoLast(root)) });
    if (command === 'explain' && venue !== undefined && member !== undefined)
      return renderText({ command, exitCode: 0, venue, ...(await explainMember({ root, venue, member })) });
    if (command !== 'sync') throw new Error(`the story has no ${line}`);
    const [dryRun, check] = ['--dry-run', '--check'].map((flag) => words.includes(flag));
    const mode = dryRun === true ? 'dry-run' : check === true ? 'check' : 'write';
    return renderText({
      command,
      exitCode: 0,
      root,
      mode,
      ...(await workspace.sync({ venues, dryRun, check })),
    });
  }
}
