import { identifiersIn } from './identifiers.js';

/** A function that reads one row: `function readOrder(row: Answer): OrderReport`. */
export interface ReaderView {
  readonly name: string;
  readonly result: 'OrderReport' | 'Fill';
  readonly value: string;
  /** True where it must be told the market, to name the asset of a fee. */
  readonly asksSymbol: boolean;
  /** What it reads, and of which answers, as plain text. */
  readonly doc: string;
}

/** The readers that a class needs, each written once. */
export class Readers {
  private readonly all: (Omit<ReaderView, 'doc'> & { readonly sources: Set<string> })[] = [];

  /** Those of orders first: what they call stands below them. */
  get inOrder(): ReaderView[] {
    return this.all
      .toSorted((a, b) => Number(a.result === 'Fill') - Number(b.result === 'Fill'))
      .map(({ sources, ...reader }) => ({
        ...reader,
        doc: `${ROWS[reader.result]} of ${[...sources].join(', ')}`,
      }));
  }

  /** The reader with that body: one there is, or a new one under the name wanted; `source` says what it reads. */
  reader(wanted: string, result: ReaderView['result'], value: string, source: string): ReaderCall {
    const same = this.find(result, value, source);
    if (same !== undefined) return same;
    const asksSymbol = identifiersIn(value).has('symbol');
    const reader = { name: wanted, result, value, asksSymbol, sources: new Set([source]) };
    this.all.push(reader);
    return reader;
  }

  /** An order's report with more entries: by the reader of the report where there is one. */
  extended(report: string, more: readonly (readonly [name: string, code: string])[]): string {
    if (more.length === 0) return report;
    const shared = this.all.find(({ value }) => value === report);
    const base =
      shared === undefined ? report.slice(1, -1).trim() : `...${readerCall(shared, 'row', 'symbol')}`;
    return `{ ${[base, ...more.map(([name, code]) => `${name}: ${code}`)].join(', ')} }`;
  }

  /** The reader with that body, which from now on reads `source` too. */
  find(result: ReaderView['result'], value: string, source: string): ReaderCall | undefined {
    const found = this.all.find((reader) => reader.result === result && reader.value === value);
    found?.sources.add(source);
    return found;
  }
}

const ROWS = { OrderReport: 'An order', Fill: 'A fill' } as const;

/** What it takes to call a reader. */
type ReaderCall = Pick<ReaderView, 'name' | 'asksSymbol'>;

/** A call in the class, or (`symbol`) in another reader. */
export function readerCall({ name, asksSymbol }: ReaderCall, row: string, symbol = 'this.symbol'): string {
  return asksSymbol ? `${name}(${row}, ${symbol})` : `${name}(${row})`;
}

/** What a list is mapped with, in the class or (`symbol`) in another reader. */
export function readerMapper(reader: ReaderCall, symbol?: string): string {
  return reader.asksSymbol ? `(each) => ${readerCall(reader, 'each', symbol)}` : reader.name;
}
