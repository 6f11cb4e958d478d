import { defaultLogger, type Logger } from '../logging/logger.js';
import { StateFile } from './state-file.js';

/** What a state holds: anything JSON can write. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/** A small key-value store for what must outlive a restart. `new SimpleState()` lives in memory, `open` in a file. */
export class SimpleState {
  private readonly values: Map<string, JsonValue>;
  private readonly file: StateFile | undefined;

  constructor(file?: StateFile, values: Iterable<readonly [string, JsonValue]> = []) {
    this.file = file;
    this.values = new Map(values);
  }

  /**
   * The state kept in the file at `path`, which the first write creates. A file that is no state (truncated,
   * damaged) is kept aside as `<path>.corrupt-<n>` and logged; the state then starts empty. `<path>.lock` keeps other
   * processes of this machine away until this one ends or `close` is called.
   *
   * @throws StateLockedException where another process has it; StateFileException where it cannot be read or written
   */
  static async open(path: string, options: { readonly logger?: Logger } = {}): Promise<SimpleState> {
    const file = new StateFile(path, options.logger ?? defaultLogger);
    return new SimpleState(file, await file.read());
  }

  /** Stores a copy; it is in the file for certain once `flush` has resolved. */
  set(key: string, value: JsonValue): void {
    this.values.set(key, structuredClone(value));
    this.save();
  }

  /** A copy of what is stored. The default is given back where nothing is, or something of another type. */
  get(key: string, otherwise: string): string;
  get(key: string, otherwise: number): number;
  get(key: string, otherwise: boolean): boolean;
  get(key: string, otherwise?: JsonValue): JsonValue | undefined;
  get(key: string, otherwise?: JsonValue): JsonValue | undefined {
    const value = this.values.get(key);
    const isUsable = value !== undefined && (otherwise === undefined || typeof value === typeof otherwise);
    return isUsable ? structuredClone(value) : otherwise;
  }

  /** Takes the value out of the state. */
  pop(key: string, otherwise?: JsonValue): JsonValue | undefined {
    const value = this.values.get(key);
    if (!this.values.delete(key)) return otherwise;
    this.save();
    return value;
  }

  has(key: string): boolean {
    return this.values.has(key);
  }

  keys(): string[] {
    return [...this.values.keys()];
  }

  /** Resolves when all that was set before is in the file; rejects where it cannot be written. */
  async flush(): Promise<void> {
    await this.file?.flush();
  }

  /** Flushes, and lets another process have the file; what is set later takes it again. */
  async close(): Promise<void> {
    await this.file?.close();
  }

  private save(): void {
    this.file?.save(() => JSON.stringify(Object.fromEntries(this.values), undefined, 1));
  }
}
