import { describe, expect, it } from 'vitest';
import type { Contract, ContractMember, Parameter } from './contract.js';
import { insertStubs } from './insert-stubs.js';

const parameter = (name: string, type: string): Parameter => ({ name, type, optional: false, rest: false });

function member(name: string, change: Partial<ContractMember> = {}): ContractMember {
  return {
    name,
    kind: 'method',
    isStatic: false,
    isAbstract: true,
    access: 'public',
    isReadonly: false,
    owner: 'BaseExchange',
    signatures: [{ typeParameters: [], parameters: [], returnType: 'Promise<void>' }],
    renamedFrom: [],
    decorators: [],
    imports: [],
    ...change,
  };
}

const ORDER = { name: 'Order', imported: 'Order', from: 'ats-runtime' };

const submitOrder = member('submitOrder', {
  doc: '/** Places the order. */',
  signatures: [
    { typeParameters: [], parameters: [parameter('order', 'Order')], returnType: 'Promise<void>' },
  ],
  imports: [ORDER],
});

function contract(...members: ContractMember[]): Contract {
  const config = { name: 'ExchangeConfig', imported: 'ExchangeConfig', from: 'ats-runtime' };
  return {
    className: 'BaseExchange',
    ancestors: [],
    module: 'ats-runtime',
    typeParameters: [{ name: 'C', constraint: 'ExchangeConfig', default: 'ExchangeConfig' }],
    imports: [config],
    members,
  };
}

const lines = (...text: string[]): string => `${text.join('\n')}\n`;

describe('insertStubs', () => {
  it('puts each missing member in the contract order, with doc, override, async and imports', () => {
    const source = lines(
      "import { BaseExchange } from 'ats-runtime';",
      '',
      'export class Exchange extends BaseExchange {',
      '  override async connect(): Promise<void> {}   // mine',
      '',
      '  private helper() {}',
      '  // the end',
      '}',
    );
    const wanted = contract(
      member('validateConfig', { signatures: [{ typeParameters: [], parameters: [], returnType: 'void' }] }),
      member('connect'),
      submitOrder,
      member('getOrder', { isAbstract: false }),
    );
    expect(insertStubs(source, wanted)).toBe(
      lines(
        "import { BaseExchange, NotImplementedException, type Order } from 'ats-runtime';",
        '',
        'export class Exchange extends BaseExchange {',
        '  override validateConfig(): void {',
        "    throw new NotImplementedException('validateConfig');",
        '  }',
        '',
        '  override async connect(): Promise<void> {}   // mine',
        '',
        '  /** Places the order. */',
        '  override async submitOrder(order: Order): Promise<void> {',
        "    throw new NotImplementedException('submitOrder');",
        '  }',
        '',
        '  private helper() {}',
        '  // the end',
        '}',
      ),
    );
  });

  it('changes nothing where nothing is missing, and nothing the second time', () => {
    const source = lines(
      'class Exchange extends BaseExchange { constructor(readonly name: string) { super(); } }',
    );
    const name = member('name', { kind: 'property', isReadonly: true });
    expect(insertStubs(source, contract(name))).toBe(source);
    const once = insertStubs(source, contract(name, submitOrder));
    expect(insertStubs(once, contract(name, submitOrder))).toBe(once);
  });

  it('keeps CRLF, tabs, double quotes and a byte order mark', () => {
    const source =
      '\uFEFFimport { BaseExchange } from "ats-runtime";\r\nclass Exchange extends BaseExchange {\r\n\tx = 1;\r\n}\r\n';
    expect(insertStubs(source, contract(member('connect')))).toBe(
      '\uFEFFimport { BaseExchange, NotImplementedException } from "ats-runtime";\r\nclass Exchange extends BaseExchange {\r\n\tx = 1;\r\n\r\n' +
        '\toverride async connect(): Promise<void> {\r\n\t\tthrow new NotImplementedException("connect");\r\n\t}\r\n}\r\n',
    );
  });

  it('spells types as the file does: aliases, namespaces, names taken by something else, type arguments', () => {
    const typed = member('typed', {
      signatures: [{ typeParameters: [], parameters: [parameter('order', 'Order | C')], returnType: 'void' }],
      imports: [ORDER],
    });
    const stub = (source: string): string => insertStubs(source, contract(typed)).replaceAll('\n', ' ');
    expect(
      stub("import { Order as O } from 'ats-runtime';\nclass Exchange extends BaseExchange<My> {}"),
    ).toContain('typed(order: O | My): void');
    expect(
      stub("import * as ats from 'ats-runtime';\nclass Exchange extends ats.BaseExchange<My> {}"),
    ).toContain("typed(order: ats.Order | My): void {     throw new ats.NotImplementedException('typed')");
    const taken = stub('interface Order {}\nclass Exchange extends BaseExchange {}');
    expect(taken).toContain('typed(order: BaseOrder | ExchangeConfig): void');
    expect(taken).toContain(
      "import { NotImplementedException, type ExchangeConfig, type Order as BaseOrder } from 'ats-runtime';",
    );
  });

  it('turns a type-only import into a value import where a value is needed', () => {
    const source = lines(
      "import type { NotImplementedException, Order } from 'ats-runtime';",
      'class Exchange extends BaseExchange {}',
    );
    expect(insertStubs(source, contract(member('connect')))).toContain(
      "import { NotImplementedException, type Order } from 'ats-runtime';\n",
    );
  });

  it('imports from files by their path from the connector', () => {
    const desk = member('desk', {
      signatures: [{ typeParameters: [], parameters: [], returnType: 'Desk' }],
      imports: [{ name: 'Desk', imported: 'Desk', from: './house/types.js' }],
    });
    const file = 'custom_modules/exchanges/okx/exchange.ts';
    expect(insertStubs('class Exchange extends BaseExchange {}', contract(desk), { file })).toContain(
      "import { type Desk } from '../../../house/types.js';",
    );
  });

  it('leaves a class alone that extends one from elsewhere, which may implement the members', () => {
    const source =
      "import { SimulatedExchange } from 'ats-runtime';\nclass Exchange extends SimulatedExchange {}\n";
    expect(insertStubs(source, contract(submitOrder))).toBe(source);
  });

  it('stubs accessors, properties and overloads so that they type-check', () => {
    const property = { typeParameters: [], parameters: [], returnType: 'string' };
    const text = insertStubs(
      'class Exchange extends BaseExchange {}',
      contract(
        member('label', { kind: 'property', signatures: [property] }),
        member('id', { kind: 'property', isReadonly: true, access: 'protected', signatures: [property] }),
        member('find', {
          signatures: [
            { typeParameters: [], parameters: [parameter('id', 'string')], returnType: 'string' },
            { typeParameters: [], parameters: [parameter('at', 'number')], returnType: 'number' },
          ],
        }),
      ),
    );
    expect(text).toContain('override get label(): string {');
    expect(text).toContain('override set label(value: string) {');
    expect(text).toContain('protected override get id(): string {');
    expect(text).not.toContain('set id');
    expect(text).toContain(
      '  override find(id: string): string;\n  override find(at: number): number;\n  override find(..._: unknown[]): never {',
    );
  });

  it('breaks up parameter lists that would not fit on a line', () => {
    const parameters = ['one', 'two', 'three', 'four', 'five'].map((name) =>
      parameter(`${name}Parameter`, 'string'),
    );
    const long = member('long', { signatures: [{ typeParameters: [], parameters, returnType: 'void' }] });
    const text = insertStubs('class Exchange extends BaseExchange {}', contract(long));
    expect(text).toContain('  override long(\n    oneParameter: string,\n');
    expect(text).toContain('    fiveParameter: string,\n  ): void {');
  });

  it.each([
    ['two classes of the name', 'class Exchange {}\nclass Exchange {}', /has 2 classes "Exchange"/],
    ['no class', 'export {};', /has no class "Exchange"/],
    [
      'a class behind a re-export',
      "export { Exchange } from './impl.js';",
      /re-exported from "\.\/impl\.js"/,
    ],
    ['a syntax error', 'class Exchange {\n  foo( {\n}', /exchange\.ts:\d+: does not parse/],
    ['merge markers', 'class Exchange {\n<<<<<<< mine\n}\n', /exchange\.ts:2: merge markers are left in/],
  ])('refuses %s', (_, source, message) => {
    expect(() => insertStubs(source, contract(submitOrder))).toThrow(message);
  });
});
