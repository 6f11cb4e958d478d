import { chmodSync, renameSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cause } from '../../generators/sync/report.js';
import { explainMember, statusOf, undoLast } from '../../generators/sync/index.js';
import { BASE, TestWorkspace } from './workspace.js';

let workspace: TestWorkspace;

beforeEach(() => {
  workspace = new TestWorkspace();
  workspace.create('alpha');
});

afterEach(() => {
  workspace.remove();
});

const GAINED = BASE.replace(
  '  isBackTrading',
  '  /** All that are open. */\n  abstract getOpenOrders(): Promise<Order[]>;\n  isBackTrading',
);

describe('syncWorkspace', () => {
  it('does nothing where nothing has changed', async () => {
    const before = workspace.snapshot();
    workspace.edit('alpha', "'/order'", "'/v2/order'");
    const edited = workspace.snapshot();
    expect(await workspace.sync()).toMatchObject({
      drift: false,
      connectors: [{ venue: 'alpha', causes: [], changes: [] }],
    });
    expect(workspace.snapshot()).toEqual(edited);
    expect(edited).not.toEqual(before);
  });

  it('brings a new member of the base in, keeps the edits, and is done after one run', async () => {
    workspace.edit('alpha', "'/order', order)", "'/v2/order', { ...order })");
    workspace.setBase(GAINED);
    const first = await workspace.sync();
    expect(first).toMatchObject({
      drift: true,
      connectors: [
        {
          causes: ['base'],
          changes: [{ path: 'custom_modules/exchanges/alpha/exchange.ts', kind: 'replace' }],
          members: [{ file: 'exchange.ts', member: 'Exchange.getOpenOrders', change: 'added' }],
        },
      ],
    });
    expect(workspace.exchange('alpha')).toContain(
      '  /** All that are open. */\n  override async getOpenOrders(): Promise<Order[]> {',
    );
    expect(workspace.exchange('alpha')).toContain("'/v2/order', { ...order })");
    const after = workspace.snapshot();
    expect(await workspace.sync()).toMatchObject({ drift: false });
    expect(workspace.snapshot()).toEqual(after);
  });

  it('says what it would do and does nothing with check and dryRun', async () => {
    workspace.setBase(GAINED);
    const before = workspace.snapshot();
    expect(await workspace.sync({ check: true })).toMatchObject({ drift: true, diffs: [] });
    const { diffs } = await workspace.sync({ dryRun: true });
    expect(diffs).toHaveLength(1);
    expect(diffs[0]).toContain('+  override async getOpenOrders(): Promise<Order[]> {');
    expect(workspace.snapshot()).toEqual(before);
  });

  it('follows the description and the templates, both at once with the base', async () => {
    workspace.write('custom_modules/exchanges/alpha/venue.yaml', 'path: /v3/time\n');
    workspace.template = workspace.template.replace("'/order'", "'/v3/order'");
    workspace.version = '1.1.0';
    workspace.setBase(GAINED);
    const { connectors } = await workspace.sync();
    expect(connectors[0]?.causes).toEqual(['base', 'templates', 'venue.yaml']);
    expect(connectors[0]?.changes.map(({ path }) => path.split('/').at(-1))).toEqual([
      'README.md',
      'exchange.ts',
    ]);
    for (const text of ["'/v3/time'", "'/v3/order'", 'getOpenOrders'])
      expect(workspace.exchange('alpha')).toContain(text);
    expect(await workspace.sync()).toMatchObject({ drift: false });
  });

  const changesOf: Readonly<Record<Cause, { readonly make: () => void; readonly brings: string }>> = {
    base: { make: () => workspace.setBase(GAINED), brings: 'getOpenOrders' },
    templates: {
      make: () => {
        workspace.template = workspace.template.replace("'/order'", "'/v3/order'");
      },
      brings: "'/v3/order'",
    },
    'venue.yaml': {
      make: () => workspace.write('custom_modules/exchanges/alpha/venue.yaml', 'path: /v3/time\n'),
      brings: "'/v3/time'",
    },
  };

  it.each<[Cause, Cause]>([
    ['base', 'templates'],
    ['base', 'venue.yaml'],
    ['templates', 'venue.yaml'],
  ])('follows %s and %s at once, certified, and keeps the edits', async (...causes) => {
    workspace.edit('alpha', '  private readonly rest', '  private mine = 1;\n  private readonly rest');
    for (const cause of causes) changesOf[cause].make();
    const { connectors } = await workspace.sync({ certify: true });
    expect(connectors[0]).toMatchObject({ causes, conflicts: [], hands: [], proof: { accepted: true } });
    const brought = Object.entries(changesOf).filter(([, { brings }]) =>
      workspace.exchange('alpha').includes(brings),
    );
    expect(brought.map(([cause]) => cause)).toEqual(causes);
    expect(workspace.exchange('alpha')).toContain('  private mine = 1;\n');
    expect(await workspace.sync({ certify: true })).toMatchObject({ drift: false });
  });

  it('names what it cannot follow into a class that no longer extends the base by name', async () => {
    workspace.edit('alpha', 'extends BaseExchange', 'extends mixed(BaseExchange)');
    workspace.setBase(BASE.replace('submitOrder(order: Order)', 'submitOrder(request: Order)'));
    const { connectors } = await workspace.sync();
    expect(connectors[0]).toMatchObject({
      changes: [],
      hands: [
        {
          file: 'exchange.ts',
          member: 'Exchange',
          why: expect.stringMatching(/the base changed submitOrder$/),
        },
      ],
    });
  });

  it('keeps the signatures of an installed base that is newer than the templates', async () => {
    workspace.setBase(
      BASE.replace('submitOrder(order: Order)', 'submitOrder(order: Order, dryRun?: boolean)'),
    );
    await workspace.sync();
    expect(workspace.exchange('alpha')).toContain('submitOrder(order: Order, dryRun?: boolean)');
    workspace.write('custom_modules/exchanges/alpha/venue.yaml', 'path: /v3/time\n');
    await workspace.sync();
    expect(workspace.exchange('alpha')).toContain('submitOrder(order: Order, dryRun?: boolean)');
    expect(workspace.exchange('alpha')).toContain("'/v3/time'");
  });

  it('replaces no file that was saved while it was at work', async () => {
    const mine = "'/order', order); // saved meanwhile";
    workspace.setBase(GAINED);
    workspace.edit('alpha', "'/order', order);", "'/v2/order', order);");
    const before = workspace.snapshot();
    const score = async (_root: string, venues: readonly string[]) => {
      if (!workspace.exchange('alpha').includes(mine)) workspace.edit('alpha', "'/v2/order', order);", mine);
      return new Map(venues.map((venue) => [venue, { typeErrors: 0, passed: 1, failed: 0 }]));
    };
    await expect(workspace.sync({ certify: true, ports: { score } })).rejects.toThrow(
      /alpha\/exchange\.ts was changed by someone else during the run; run the command again/,
    );
    expect(workspace.exchange('alpha')).toContain(mine);
    workspace.edit('alpha', mine, "'/v2/order', order);");
    expect(workspace.snapshot()).toEqual(before);
  });

  it('undoes the last run byte for byte', async () => {
    workspace.edit('alpha', "'/order'", "'/v2/order'");
    const before = workspace.snapshot();
    workspace.setBase(GAINED);
    await workspace.sync();
    await undoLast(workspace.root);
    expect(workspace.snapshot()).toEqual(before);
  });

  it('remembers the house base it was given', async () => {
    workspace.write('house/base.ts', GAINED);
    await workspace.sync({ base: 'house/base.ts' });
    expect(workspace.exchange('alpha')).toContain('getOpenOrders');
    expect(await workspace.sync()).toMatchObject({ drift: false, connectors: [{ causes: [] }] });
    workspace.write(
      'house/base.ts',
      GAINED.replace('  isBackTrading', '  abstract ping(): void;\n  isBackTrading'),
    );
    expect(await workspace.sync()).toMatchObject({ drift: true, connectors: [{ causes: ['base'] }] });
    expect(workspace.exchange('alpha')).toContain('override ping(): void');
  });

  it('takes a house base class between the runtime and the connectors', async () => {
    const house = `import { BaseExchange } from 'ats-runtime';
import type { Desk } from './desk.js';
export abstract class HouseExchange extends BaseExchange {
  /** Who answers for it. */
  abstract desk(): Desk;
}
`;
    workspace.write('house/house-exchange.ts', house);
    workspace.write('house/desk.ts', 'export interface Desk { readonly name: string }\n');
    const refused = await workspace.sync({ base: 'house/house-exchange.ts' });
    expect(refused.connectors[0]?.error).toMatch(/"Exchange" does not extend HouseExchange/);
    workspace.edit('alpha', 'extends BaseExchange', 'extends HouseExchange');
    workspace.edit(
      'alpha',
      'import {',
      "import { HouseExchange } from '../../../house/house-exchange.js';\nimport {",
    );
    await workspace.sync({ base: 'house/house-exchange.ts' });
    expect(workspace.exchange('alpha')).toContain('  /** Who answers for it. */\n  override desk(): Desk {');
    expect(workspace.exchange('alpha')).toContain("import { type Desk } from '../../../house/desk.js';");
    workspace.write('custom_modules/exchanges/alpha/venue.yaml', 'path: /v9/time\n');
    const { connectors } = await workspace.sync();
    expect(connectors[0]).toMatchObject({ causes: ['venue.yaml'], conflicts: [], hands: [] });
    expect(workspace.exchange('alpha')).toContain("'/v9/time'");
    expect(workspace.exchange('alpha')).toContain('override desk(): Desk {');
  });

  it('puts a member back that the base demands and the user deleted', async () => {
    const stub = /\n {2}\/\*\* The fee rates\. \*\/[^}]*\}\n/.exec(workspace.exchange('alpha'))?.[0] ?? '';
    workspace.edit('alpha', stub, '');
    expect(await workspace.sync()).toMatchObject({ drift: true });
    expect(workspace.exchange('alpha')).toContain(stub);
  });
});

describe('conflicts', () => {
  beforeEach(() => {
    workspace.edit('alpha', "get('/time')", "get('/my/time')");
    workspace.edit('alpha', '# Uses', '# I use', 'README.md');
    workspace.write('custom_modules/exchanges/alpha/venue.yaml', 'path: /v3/time\n');
  });

  it("keeps the user's and says so once", async () => {
    const { connectors } = await workspace.sync();
    expect(connectors[0]?.conflicts.map(({ file, member }) => [file, member])).toEqual([
      ['README.md', undefined],
      ['exchange.ts', 'Exchange.connect'],
    ]);
    expect(connectors[0]?.conflicts[1]?.generated).toContain("'/v3/time'");
    expect(workspace.exchange('alpha')).toContain("'/my/time'");
    expect(await workspace.sync()).toMatchObject({ drift: false, connectors: [{ conflicts: [] }] });
    const { connectors: status } = await statusOf({ root: workspace.root });
    const open = status[0]?.members.filter(({ state }) => state === 'conflict');
    expect(open?.map(({ file, member }) => [file, member])).toEqual([
      ['README.md', undefined],
      ['exchange.ts', 'Exchange.connect'],
    ]);
  });

  it('takes the generated one, also for a conflict of an earlier run', async () => {
    await workspace.sync();
    const { connectors } = await workspace.sync({ conflicts: 'theirs' });
    expect(connectors[0]).toMatchObject({
      conflicts: [],
      members: [{ file: 'README.md' }, { member: 'Exchange.connect' }],
    });
    expect(workspace.exchange('alpha')).toContain("'/v3/time'");
    expect(workspace.read('custom_modules/exchanges/alpha/README.md')).toBe('# Uses /v3/time\n');
    expect(await workspace.sync({ conflicts: 'theirs' })).toMatchObject({ drift: false });
  });

  it('writes merge markers, and refuses to go on while they are there', async () => {
    await workspace.sync({ conflicts: 'markers' });
    expect(workspace.exchange('alpha')).toMatch(
      /<<<<<<< yours\n {2}override[^]*=======\n {2}override[^]*>>>>>>> generated\n/,
    );
    workspace.write('custom_modules/exchanges/alpha/venue.yaml', 'path: /v4/time\n');
    const { connectors } = await workspace.sync();
    expect(connectors[0]?.error).toMatch(/alpha\/README\.md:1: merge markers are left in/);
  });
});

function filesOf(venue: string, snapshot: Record<string, string>): [string, string][] {
  return Object.entries(snapshot).filter(([path]) => path.includes(`/${venue}/`));
}

describe('what is unclear is not touched', () => {
  beforeEach(() => {
    workspace.create('beta');
    workspace.setBase(GAINED);
  });

  it.each<[string, () => void, RegExp]>([
    [
      'a syntax error',
      () => workspace.edit('alpha', 'connect()', 'connect('),
      /alpha\/exchange\.ts:\d+: does not parse/,
    ],
    [
      'a missing manifest',
      () => rmSync(workspace.path('alpha', '.ats/manifest.json')),
      /alpha: has no \.ats\/manifest\.json/,
    ],
    [
      'a manifest edited by hand',
      () => workspace.edit('alpha', '"0.1.0"', '"0.0.1"', '.ats/manifest.json'),
      /was edited by hand/,
    ],
    [
      'a manifest that is no JSON',
      () => workspace.write('custom_modules/exchanges/alpha/.ats/manifest.json', '{ x'),
      /is not JSON/,
    ],
    [
      'deleted pristine copies',
      () => rmSync(workspace.path('alpha', '.ats/pristine'), { recursive: true }),
      /pristine\/\S+: is missing/,
    ],
    [
      'an edited pristine copy',
      () => workspace.edit('alpha', 'connect', 'CONNECT', '.ats/pristine/exchange.ts.txt'),
      /was edited/,
    ],
    [
      'two classes',
      () => workspace.edit('alpha', 'export class', 'class Exchange {}\nexport class'),
      /has 2 classes "Exchange"/,
    ],
    [
      'a class under another name',
      () => workspace.edit('alpha', 'export class Exchange', 'export class Venue'),
      /has no class "Exchange"; it has to stand in this file under that name$/,
    ],
    [
      'an empty file',
      () => workspace.write('custom_modules/exchanges/alpha/exchange.ts', ''),
      /has no class "Exchange"; it has to/,
    ],
    [
      'a class behind a re-export',
      () =>
        workspace.write(
          'custom_modules/exchanges/alpha/exchange.ts',
          "export { Exchange } from './mine.js';\n",
        ),
      /re-exported from "\.\/mine\.js"/,
    ],
    [
      'a deleted class file',
      () => rmSync(workspace.path('alpha', 'exchange.ts')),
      /alpha\/exchange\.ts: is missing/,
    ],
    [
      'a read-only file',
      () => chmodSync(workspace.path('alpha', 'exchange.ts'), 0o444),
      /alpha\/exchange\.ts: is read-only/,
    ],
  ])('%s', async (_, breakIt, message) => {
    breakIt();
    const before = workspace.snapshot();
    const { connectors } = await workspace.sync();
    expect(connectors.map(({ venue, error }) => [venue, error !== undefined])).toEqual([
      ['alpha', true],
      ['beta', false],
    ]);
    expect(connectors[0]?.error).toMatch(message);
    expect(workspace.exchange('beta')).toContain('getOpenOrders');
    expect(filesOf('alpha', workspace.snapshot())).toEqual(filesOf('alpha', before));
  });

  it.each<[string, () => void, RegExp]>([
    [
      'a runtime without its base class',
      () => renameSync(workspace.pathOfBase(), `${workspace.pathOfBase()}.js`),
      /node_modules\/ats-runtime\/index\.d\.ts: has no class "BaseExchange"/,
    ],
    [
      'a runtime whose package.json is no JSON',
      () => workspace.write('node_modules/ats-runtime/package.json', '{'),
      /node_modules\/ats-runtime\/package\.json: is not JSON; install the package again/,
    ],
  ])('%s', async (_, breakIt, message) => {
    breakIt();
    const before = workspace.snapshot();
    const { connectors } = await workspace.sync();
    for (const { error } of connectors) expect(error).toMatch(message);
    expect(workspace.snapshot()).toEqual(before);
  });

  it('a connector made by a newer version', async () => {
    workspace.version = '0.0.9';
    const { connectors } = await workspace.sync();
    expect(connectors[0]?.error).toMatch(/was written by a newer version \(create-ats-exchange 0\.1\.0\)/);
  });

  it('a folder in place of the base file', async () => {
    await expect(workspace.sync({ base: 'custom_modules' })).rejects.toThrow(
      /custom_modules: is a folder; name the file in it/,
    );
  });

  it('a base class that inherits in a circle', async () => {
    workspace.write(
      'house/base.ts',
      'export abstract class BaseExchange extends B {}\nabstract class B extends BaseExchange {}\n',
    );
    await expect(workspace.sync({ base: 'house/base.ts' })).rejects.toThrow(/cyclic inheritance/);
  });

  it('a base file without a class', async () => {
    workspace.write('house/base.ts', 'export const x = 1;\n');
    await expect(workspace.sync({ base: 'house/base.ts' })).rejects.toThrow(/house\/base\.ts: has no class/);
  });
});

function marked(text: string): string {
  return text.replace('\n', '\n<<<<<<< HEAD\n=======\n>>>>>>> theirs\n');
}

describe('what is unclear is no less so where nothing is to be done', () => {
  beforeEach(() => {
    workspace.create('beta');
  });

  it.each<[string, string, (text: string) => string, RegExp]>([
    [
      'merge markers',
      'exchange.ts',
      marked,
      /alpha\/exchange\.ts:2: merge markers are left in; resolve them/,
    ],
    [
      'merge markers of Windows',
      'exchange.ts',
      (text) => marked(text).replaceAll('\n', '\r\n'),
      /alpha\/exchange\.ts:2: merge markers/,
    ],
    [
      'one merge marker',
      'exchange.ts',
      (text) => `${text}>>>>>>> x\n`,
      /alpha\/exchange\.ts:\d+: merge mark/,
    ],
    [
      'the middle one of three',
      'exchange.ts',
      (text) => text.replace('\n', '\n=======\n'),
      /alpha\/exchange\.ts:2: does not parse: Merge conflict marker encountered/,
    ],
    ['merge markers in another file', 'index.ts', marked, /alpha\/index\.ts:2: merge markers/],
    ['merge markers in text', 'README.md', marked, /alpha\/README\.md:2: merge markers/],
    ['merge markers in the description', 'venue.yaml', marked, /alpha\/venue\.yaml:2: merge markers/],
    [
      'merge markers in the manifest',
      '.ats/manifest.json',
      marked,
      /manifest\.json:2: merge markers are left in; take this folder whole from either side/,
    ],
    [
      'a syntax error',
      'exchange.ts',
      (text) => text.replace('connect()', 'connect('),
      /alpha\/exchange\.ts:\d+: does not parse/,
    ],
    [
      'two classes',
      'exchange.ts',
      (text) => text.replace('export class', 'class Exchange {}\nexport class'),
      /alpha\/exchange\.ts: has 2 classes "Exchange"; keep one/,
    ],
    [
      'a class behind a re-export',
      'exchange.ts',
      // The names of the members are there for a quick look.
      (text) => `export { Exchange } from './mine.js';\n/*\n${text.replaceAll('*/', '')}*/\n`,
      /re-exported from "\.\/mine\.js"/,
    ],
    [
      'a syntax error in another file',
      'index.ts',
      (text) => `${text}}`,
      /alpha\/index\.ts:\d+: does not parse/,
    ],
  ])('%s', async (what, file, broken, message) => {
    const path = `custom_modules/exchanges/alpha/${file}`;
    workspace.write(path, broken(workspace.read(path)));
    const before = workspace.snapshot();
    for (const options of [{}, { check: true }, { dryRun: true }]) {
      const { connectors } = await workspace.sync(options);
      expect(connectors).toMatchObject([{ error: expect.stringMatching(message) }, { venue: 'beta' }]);
      expect(connectors[1]?.error).toBeUndefined();
    }
    const { connectors } = await statusOf({ root: workspace.root });
    expect(connectors[0]?.error).toMatch(message);
    // Where the class is lost, status shows what became of its members, too.
    expect(connectors[0]?.members.length !== 0).toBe(what.includes('class'));
    expect(connectors[1]?.error).toBeUndefined();
    expect(workspace.snapshot()).toEqual(before);
  });

  it('a deleted class file', async () => {
    rmSync(workspace.path('alpha', 'exchange.ts'));
    const { connectors } = await statusOf({ root: workspace.root });
    expect(connectors[0]?.error).toMatch(/alpha\/exchange\.ts: is missing; restore it/);
    expect(connectors[0]?.members).toContainEqual({ file: 'exchange.ts', state: 'missing' });
    expect(connectors[1]?.error).toBeUndefined();
  });

  it('a syntax error in a file that the change of the base does not concern', async () => {
    workspace.setBase(GAINED);
    workspace.edit('alpha', 'export', 'export {', 'index.ts');
    const before = workspace.snapshot();
    const { connectors } = await workspace.sync();
    expect(connectors[0]?.error).toMatch(/alpha\/index\.ts:1: does not parse/);
    expect(filesOf('alpha', workspace.snapshot())).toEqual(filesOf('alpha', before));
    expect(workspace.exchange('beta')).toContain('getOpenOrders');
  });

  it('takes a title that is underlined in a text for no marker', async () => {
    workspace.edit('alpha', '# Uses', 'Title\n=======\n\n# Uses', 'README.md');
    expect(await workspace.sync()).toMatchObject({ drift: false, connectors: [{ causes: [] }, {}] });
  });
});

describe('certify', () => {
  it('moves nothing in that scores worse than before, and shows both scores', async () => {
    workspace.setBase(GAINED);
    const before = workspace.snapshot();
    let runs = 0;
    const score = async (): Promise<Map<string, { typeErrors: number; passed: number; failed: number }>> =>
      new Map([['alpha', { typeErrors: 0, passed: 10 - runs, failed: runs++ }]]);
    const { connectors } = await workspace.sync({ certify: true, ports: { score } });
    expect(connectors[0]?.proof).toEqual({
      before: { typeErrors: 0, passed: 10, failed: 0 },
      after: { typeErrors: 0, passed: 9, failed: 1 },
      accepted: false,
    });
    expect(workspace.snapshot()).toEqual(before);
    expect((await workspace.sync({ certify: true })).connectors[0]?.proof?.accepted).toBe(true);
    expect(workspace.exchange('alpha')).toContain('getOpenOrders');
  });
});

describe('status and explain', () => {
  it('tell how each member stands and what a sync would do', async () => {
    workspace.edit('alpha', "'/order'", "'/v2/order'");
    workspace.edit('alpha', '  private readonly rest', '  private mine = 1;\n  private readonly rest');
    const { connectors } = await statusOf({ root: workspace.root, venues: ['alpha'] });
    const states = Object.fromEntries(
      connectors[0]?.members.map(({ member = '', state }) => [member, state]) ?? [],
    );
    expect(states).toMatchObject({
      'Exchange.connect': 'pristine',
      'Exchange.submitOrder': 'edited',
      'Exchange.mine': 'own',
      'Exchange.getFees': 'pristine',
    });
    const explained = await explainMember({ root: workspace.root, venue: 'alpha', member: 'submitOrder' });
    expect(explained).toMatchObject({
      member: 'Exchange.submitOrder',
      state: 'edited',
      contract: { owner: 'BaseExchange' },
    });
    expect(explained.diff).toContain("+    await this.rest.post('/v2/order', order);");
    await expect(
      explainMember({ root: workspace.root, venue: 'alpha', member: 'submitOrdr' }),
    ).rejects.toThrow(/has no member "submitOrdr"; did you mean submitOrder\?/);
    await expect(explainMember({ root: workspace.root, venue: 'alpha', member: 'nothing' })).rejects.toThrow(
      /known: (?!.*(?<!from \.)\/exchange)/,
    );
  });

  it('show what was kept after the base dropped it', async () => {
    workspace.edit('alpha', "throw new NotImplementedException('getFees')", 'return [0, 0]');
    workspace.setBase(BASE.replace(/ {2}\/\*\* The fee rates.*\n.*\n/, ''));
    await workspace.sync();
    const { connectors } = await statusOf({ root: workspace.root });
    expect(connectors[0]?.members.find(({ member }) => member === 'Exchange.getFees')?.state).toBe(
      'orphaned',
    );
  });
});
