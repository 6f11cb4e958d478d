import * as fc from 'fast-check';

/** What one side of a random case is made of: which members exist, and in which of their versions. */
interface Release {
  readonly base: BaseShape;
  readonly template: TemplateShape;
}

export interface BaseShape {
  readonly orderName: 'order' | 'request';
  readonly dryRun: boolean;
  readonly feeSymbol: boolean;
  readonly getOrder: boolean;
  readonly getOpenOrders: boolean;
  /** The member that cancels, under its old or its new name; or not at all. */
  readonly cancel: 'cancel' | 'cancelOrder' | 'none';
  /** The type of ids, in `getOrder` and `cancel`. */
  readonly idType: 'string' | 'number';
  /** What the fees are. */
  readonly feesType: '[number, number]' | 'readonly number[]';
  /** How the base says whether it is slow: changes kind. */
  readonly slow: 'method' | 'getter' | 'property' | 'none';
  /** A member with overloads, under its old or its new name. */
  readonly send: 'none' | 'two' | 'three' | 'renamed';
  /** Whether the base is generic in its orders, too. */
  readonly isGeneric: boolean;
  /** Whether the base leaves it to its subclasses to say so. */
  readonly asksBackTrading: boolean;
}

export interface TemplateShape {
  readonly connect: 0 | 1;
  readonly submit: 0 | 1 | 2;
  readonly sign: 'none' | 'v1' | 'v2';
  readonly limit: 'none' | 'v1' | 'v2';
  readonly constant: 'none' | 'v1' | 'v2';
  readonly doc: 0 | 1;
  /** The template brings the fees itself, or leaves them to a stub. */
  readonly fees: boolean;
}

/** A changed type needs a hand, after which nothing can be said of the types: so it is the exception. */
function mostly<T, U>(usual: T, rare: U): fc.Arbitrary<T | U> {
  return fc.oneof({ arbitrary: fc.constant(usual), weight: 7 }, { arbitrary: fc.constant(rare), weight: 1 });
}

const base: fc.Arbitrary<BaseShape> = fc.record({
  orderName: fc.constantFrom('order', 'request'),
  dryRun: fc.boolean(),
  feeSymbol: fc.boolean(),
  getOrder: fc.boolean(),
  getOpenOrders: fc.boolean(),
  cancel: fc.constantFrom('cancel', 'cancelOrder', 'none'),
  idType: mostly('string', 'number'),
  feesType: mostly('[number, number]', 'readonly number[]'),
  slow: fc.constantFrom('method', 'getter', 'property', 'none'),
  send: fc.constantFrom('none', 'none', 'two', 'three', 'renamed'),
  isGeneric: fc.boolean(),
  asksBackTrading: mostly(false, true),
});

const template: fc.Arbitrary<TemplateShape> = fc.record({
  connect: fc.constantFrom(0, 1),
  submit: fc.constantFrom(0, 1, 2),
  sign: fc.constantFrom('none', 'v1', 'v2'),
  limit: fc.constantFrom('none', 'v1', 'v2'),
  constant: fc.constantFrom('none', 'v1', 'v2'),
  doc: fc.constantFrom(0, 1),
  fees: fc.boolean(),
});

/** The runtime with a base class of this shape. */
export function runtimeSource(shape: BaseShape): string {
  const optional = shape.dryRun ? ', dryRun?: boolean' : '';
  const cancelDoc = shape.cancel === 'cancelOrder' ? '  /** @renamedFrom cancel */\n' : '';
  const members = [
    '  protected readonly config: C;\n  constructor(config: C) {\n    this.config = config;\n  }',
    '  /** Connects. */\n  abstract connect(): Promise<void>;',
    `  abstract submitOrder(${shape.orderName}: ${shape.isGeneric ? 'O' : 'Order'}${optional}): Promise<void>;`,
    ...sendSource(shape),
    shape.cancel === 'none'
      ? ''
      : `${cancelDoc}  abstract ${shape.cancel}(id: ${shape.idType}): Promise<void>;`,
    `  /** The rates. */\n  abstract getFees(${shape.feeSymbol ? 'symbol: string' : ''}): Promise<${shape.feesType}>;`,
    shape.getOrder ? `  abstract getOrder(id: ${shape.idType}): Promise<Order | undefined>;` : '',
    shape.slow === 'method' ? '  abstract isSlow(): boolean;' : '',
    shape.slow === 'getter' ? '  abstract get isSlow(): boolean;' : '',
    shape.slow === 'property' ? '  abstract readonly isSlow: boolean;' : '',
    shape.getOpenOrders
      ? '  /** All that are open. */\n  abstract getOpenOrders(): Promise<readonly Order[]>;'
      : '',
    shape.asksBackTrading
      ? '  abstract isBackTrading(): boolean;'
      : '  isBackTrading(): boolean {\n    return false;\n  }',
  ];
  const orders = shape.isGeneric ? ', O extends Order = Order' : '';
  return `export class Order { readonly size: number = 1 }
export class RestClient { get(path: string): Promise<string> { return new Promise((done) => done(path)) } }
export class NotImplementedException { constructor(readonly message: string) {} }
export interface ExchangeConfig { readonly name?: string }
export abstract class BaseExchange<C extends ExchangeConfig = ExchangeConfig${orders}> {
${members.filter((text) => text !== '').join('\n')}
}
`;
}

function sendSource({ send }: BaseShape): string[] {
  const name = send === 'renamed' ? 'sendAll' : 'send';
  const lines = [
    `${send === 'renamed' ? '  /** @renamedFrom send */\n' : ''}  abstract ${name}(text: string): Promise<string>;`,
    `  abstract ${name}(count: number, text: string): Promise<string>;`,
    `  abstract ${name}(flag: boolean): Promise<string>;`,
  ];
  const count = { none: 0, two: 2, three: 3, renamed: 2 };
  return lines.slice(0, count[send]);
}

/** What the template renders; it was written for the base as it was first. */
export function templateSource(shape: TemplateShape, written: BaseShape): string {
  const { orderName } = written;
  const optional = written.dryRun ? ', dryRun?: boolean' : '';
  const bodies = [
    `    await this.rest.get('/order' + ${orderName}.size.toFixed());`,
    `    const pair = { ${orderName} };\n    await this.rest.get(String${''}OfPair(pair.${orderName}));`,
    `    const path = ['/v3/order', ${orderName}.size] as const;\n    await this.rest.get(path[0]);`,
  ];
  const limits = { v1: '    return 5;', v2: '    return 5 + 1;' };
  const signs = { v1: '    return text;', v2: "    return text + '!';" };
  const constants = { v1: '1m', v2: '60' };
  const members = [
    '  private readonly rest = new RestClient();',
    shape.limit === 'none' ? '' : `  get limit(): number {\n${limits[shape.limit]}\n  }`,
    `  override async connect(): Promise<void> {\n    await this.rest.get('/v${shape.connect}/time');\n  }`,
    `  /** Places the order${shape.doc === 0 ? '' : ' with care'}. */\n  override async submitOrder(${orderName}: Order${optional}): Promise<void> {\n${bodies[shape.submit] ?? ''}\n  }`,
    shape.fees
      ? `  override async getFees(${written.feeSymbol ? 'symbol: string' : ''}): Promise<${written.feesType}> {\n    return [0, 0];\n  }`
      : '',
    shape.sign === 'none' ? '' : `  private sign(text: string): string {\n${signs[shape.sign]}\n  }`,
  ];
  const constant =
    shape.constant === 'none' ? '' : `\nexport const INTERVAL = '${constants[shape.constant]}';\n`;
  return `import { BaseExchange, Order, RestClient } from 'ats-runtime';

export class Exchange extends BaseExchange {
${members.filter((text) => text !== '').join('\n\n')}
}

function StringOfPair(order: Order): string {
  return order.size.toFixed();
}
${constant}`;
}

/** One thing a user does to a file; `at` chooses the place. */
export interface UserEdit {
  readonly kind: (typeof EDITS)[number];
  readonly at: number;
}

const EDITS = [
  'statement',
  'comment',
  'member',
  'generic-member',
  'overloads',
  'nested-class',
  'decorated',
  'template-string',
  'function',
  'delete-member',
  'reorder',
  'trailing-comment',
  'blank-lines',
  'tabs',
  'crlf',
  'bom',
  'double-quotes',
  'decorated-generated',
  'rename-member',
  'rename-parameter',
  'wrapped-signature',
  'mixed-eol',
  'implement-slow',
  'delete-line',
  'four-spaces',
  'no-semicolons',
  'one-line-body',
  'arrow-field',
  'second-class',
  'unicode',
  'prettier-ignore',
  'own-as-added',
  'private-as-added',
  'override-concrete',
  'commented-decorators',
] as const;

const edits: fc.Arbitrary<readonly UserEdit[]> = fc.array(
  fc.record({ kind: fc.constantFrom(...EDITS), at: fc.nat(1000) }),
  { maxLength: 8 },
);

export interface GeneratedCase {
  /** Type checks take most of the time; a part of the cases has them. */
  readonly checksTypes: boolean;
  /** So does the disk. */
  readonly undoes: boolean;
  readonly before: Release;
  readonly after: Release;
  readonly edits: readonly UserEdit[];
}

export const generatedCase: fc.Arbitrary<GeneratedCase> = fc
  .record({
    before: fc.record({ base, template }),
    base,
    template,
    changesBase: fc.boolean(),
    changesTemplate: fc.boolean(),
    edits,
    checksTypes: fc.constantFrom(true, false, false),
    undoes: fc.constantFrom(true, false, false, false, false),
  })
  .map(({ before, changesBase, changesTemplate, edits: list, checksTypes, undoes, ...now }) => ({
    before,
    after: {
      base: changesBase ? now.base : before.base,
      template: changesTemplate ? now.template : before.template,
    },
    edits: list,
    checksTypes,
    undoes,
  }));
