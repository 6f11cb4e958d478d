import { identifiersIn } from './identifiers.js';

/** A function that reads one row: `function readOrder(row: Answer): OrderReport`. */
export interface ReaderView {
  readonly name: string;
  readonly result: 'OrderReport' | 'Fill';
  readonly value: string;
  /** True where it must be told the market, to name the asset of a fee. */
  readonly asksSymbol: boolean;
}

/** The readers that a class needs, each written once. */
export class Readers {
  private readonly all: ReaderView[] = [];

  /** Those of orders first: what they call stands below them. */
  get inOrder(): ReaderView[] {
    return [...this.all].sort((a, b) => Number(a.result === 'Fill') - Number(b.result === 'Fill'));
  }

  /** The reader with that body: one there is, or a new one under the name wanted. */
  reader(wanted: string, result: ReaderView['result'], value: string): ReaderView {
    const same = this.find(result, value);
    if (same !== undefined) return same;
    const reader = { name: wanted, result, value, asksSymbol: identifiersIn(value).has('symbol') };
    this.all.push(reader);
    return reader;
  }

  /** An order's report with more entries: by the reader of the report where there is one. */
  extended(report: string, more: readonly (readonly [name: string, code: string])[]): string {
    if (more.length === 0) return report;
    const shared = this.find('OrderReport', report);
    const base =
      shared === undefined ? report.slice(1, -1).trim() : `...${readerCall(shared, 'row', 'symbol')}`;
    return `{ ${[base, ...more.map(([name, code]) => `${name}: ${code}`)].join(', ')} }`;
  }

  find(result: ReaderView['result'], value: string): ReaderView | undefined {
    return this.all.find((reader) => reader.result === result && reader.value === value);
  }
}

/** A call in the class, or (`symbol`) in another reader. */
export function readerCall({ name, asksSymbol }: ReaderView, row: string, symbol = 'this.symbol'): string {
  return asksSymbol ? `${name}(${row}, ${symbol})` : `${name}(${row})`;
}

/** What a list is mapped with, in the class or (`symbol`) in another reader. */
export function readerMapper(reader: ReaderView, symbol?: string): string {
  return reader.asksSymbol ? `(row) => ${readerCall(reader, 'row', symbol)}` : reader.name;
}
