import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readContract } from './read-contract.js';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'contract-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

const RUNTIME = {
  'node_modules/ats-runtime/package.json': JSON.stringify({
    name: 'ats-runtime',
    exports: { '.': { types: './dist/index.d.ts' } },
  }),
  'node_modules/ats-runtime/dist/index.d.ts':
    "export { Order } from './order.js';\nexport * from './nothing.js';\nexport { BaseExchange, type ExchangeConfig } from './base-exchange.js';\n",
  'node_modules/ats-runtime/dist/nothing.d.ts': 'export {};\n',
  'node_modules/ats-runtime/dist/order.d.ts': 'export declare class Order {}\n',
  'node_modules/ats-runtime/dist/base-exchange.d.ts': `import type { Order as TheOrder } from './order.js';
export interface ExchangeConfig { readonly name?: string }
export declare abstract class BaseExchange<C extends ExchangeConfig = ExchangeConfig> {
    #secret;
    private hidden;
    protected readonly config: C;
    constructor(config: C);
    /**
     * Places the order.
     *
     * @renamedFrom placeOrder
     */
    abstract submitOrder(order: TheOrder, dryRun?: boolean): Promise<void>;
    /** @deprecated use submitOrder */
    isBackTrading(): boolean;
    static from<T>(this: new () => T): T;
    get total(): number;
    set total(value: number);
    find(id: string): TheOrder;
    find(id: number): TheOrder | undefined;
    protected abstract configured(): C;
}
`,
};

const runtimeDir = (): string => join(root, 'node_modules/ats-runtime');

describe('readContract', () => {
  it('finds the base class behind the re-exports of an installed package', () => {
    write(RUNTIME);
    const contract = readContract({ runtimeDir: runtimeDir(), root });
    expect(contract).toMatchObject({ className: 'BaseExchange', module: 'ats-runtime' });
    expect(
      contract.members.map(({ name, kind, isAbstract }) => `${kind} ${name}${isAbstract ? '*' : ''}`),
    ).toEqual([
      'property config',
      'method submitOrder*',
      'method isBackTrading',
      'method from',
      'getter total',
      'setter total',
      'method find',
      'method configured*',
    ]);
    expect(JSON.parse(JSON.stringify(contract))).toEqual(contract);
  });

  it('tells parameters, imports under their public module, doc and tags', () => {
    write(RUNTIME);
    const members = readContract({ runtimeDir: runtimeDir(), root }).members;
    expect(members.find(({ name }) => name === 'submitOrder')).toEqual({
      name: 'submitOrder',
      kind: 'method',
      isStatic: false,
      isAbstract: true,
      access: 'public',
      isReadonly: false,
      owner: 'BaseExchange',
      signatures: [
        {
          typeParameters: [],
          parameters: [
            { name: 'order', type: 'TheOrder', optional: false, rest: false },
            { name: 'dryRun', type: 'boolean', optional: true, rest: false },
          ],
          returnType: 'Promise<void>',
        },
      ],
      doc: '/**\n * Places the order.\n */',
      renamedFrom: ['placeOrder'],
      decorators: [],
      imports: [{ name: 'TheOrder', imported: 'Order', from: 'ats-runtime' }],
    });
    expect(members.find(({ name }) => name === 'isBackTrading')?.deprecated).toBe('use submitOrder');
    expect(members.find(({ name }) => name === 'from')).toMatchObject({ isStatic: true });
    expect(members.find(({ name }) => name === 'find')?.signatures).toHaveLength(2);
  });

  it('follows house base classes through files and packages, type arguments included', () => {
    write({
      ...RUNTIME,
      'house/types.ts': 'export interface HouseConfig { readonly name?: string; readonly desk: string }\n',
      'house/desk-exchange.ts': `import { BaseExchange } from 'ats-runtime';
import type { HouseConfig } from './types.js';
export abstract class DeskExchange extends BaseExchange<HouseConfig> {
  protected abstract desk(config: HouseConfig): string;
}
`,
      'house/house-exchange.ts': `import { DeskExchange } from './desk-exchange.js';
export default abstract class HouseExchange extends DeskExchange {
  protected override configured() { return this.config; }
  abstract report(limit?: number): AsyncIterable<string>;
}
`,
    });
    const contract = readContract({ file: 'house/house-exchange.ts', root });
    expect(contract).toMatchObject({ className: 'HouseExchange', module: './house/house-exchange.js' });
    expect(
      contract.members.slice(-4).map(({ name, owner, isAbstract }) => [name, owner, isAbstract]),
    ).toEqual([
      ['find', 'BaseExchange', false],
      ['configured', 'HouseExchange', false],
      ['desk', 'DeskExchange', true],
      ['report', 'HouseExchange', true],
    ]);
    const configured = contract.members.find(({ name }) => name === 'configured');
    expect(configured?.signatures[0]?.returnType).toBe('HouseConfig');
    expect(configured?.imports).toEqual([
      { name: 'HouseConfig', imported: 'HouseConfig', from: './house/types.js' },
    ]);
  });

  it('takes a file that declares BaseExchange for another edition of the runtime', () => {
    write({
      'next.ts': `import type { Order } from './not-beside-it.js';
export interface Page { readonly size: number }
export abstract class BaseExchange { abstract getOrder(id: string): Promise<Order>; abstract page(): Page }
`,
    });
    const { members, module } = readContract({ file: join(root, 'next.ts'), root });
    expect(module).toBe('ats-runtime');
    expect(members.flatMap(({ imports }) => imports.map(({ name, from }) => `${name} ${from}`))).toEqual([
      'Order ats-runtime',
      'Page ats-runtime',
    ]);
  });

  it.each([
    ['a file without a class', 'export const x = 1;', /base\.ts: has no class/],
    ['a file that does not parse', 'export abstract class BaseExchange {\n  abstract (: }', /base\.ts:2: /],
    [
      'cyclic inheritance',
      'export abstract class BaseExchange extends B {}\nabstract class B extends BaseExchange {}',
      /cyclic inheritance: BaseExchange extends B extends BaseExchange/,
    ],
    [
      'an ancestor that is nowhere',
      "import { X } from './x.js';\nexport class BaseExchange extends X {}",
      /cannot find the class "X"/,
    ],
    [
      'an expression as the ancestor',
      'export class BaseExchange extends mix(Object) {}',
      /extends an expression/,
    ],
    [
      'two candidates',
      'export abstract class A {}\nexport abstract class B {}',
      /which of these is the base class: A, B/,
    ],
  ])('refuses %s', (_, text, message) => {
    write({ 'base.ts': text });
    expect(() => readContract({ file: 'base.ts', root })).toThrow(message);
  });

  it('refuses a file that does not exist', () => {
    expect(() => readContract({ file: 'none.ts', root })).toThrow(/none\.ts: no such file/);
  });
});
