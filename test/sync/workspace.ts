import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { insertStubs } from '../../generators/contract/insert-stubs.js';
import { readContract, readContractWithFiles } from '../../generators/contract/read-contract.js';
import { recordBase, recordConnector } from '../../generators/manifest/record.js';
import {
  syncWorkspace,
  type SyncOptions,
  type SyncPorts,
  type SyncResult,
} from '../../generators/sync/index.js';

const CONNECTORS = 'custom_modules/exchanges';
const RUNTIME = 'node_modules/ats-runtime';

/** The base class of the tests, in the shape of the runtime's declarations. */
export const BASE = readFileSync(join(import.meta.dirname, 'cases', 'base.ts.txt'), 'utf8');

/** What a template brings; the rest of the contract is stubs. `{{path}}` is the one thing the description gives. */
const TEMPLATE = `import { BaseExchange, RestClient, type Order } from 'ats-runtime';

export class Exchange extends BaseExchange {
  private readonly rest = new RestClient({});

  override async connect(): Promise<void> {
    await this.rest.get('{{path}}');
  }

  override async submitOrder(order: Order): Promise<void> {
    await this.rest.post('/order', order);
  }
}
`;

/** A workspace on the disk with a runtime and connectors, and the tool that made them. */
export class TestWorkspace {
  readonly root: string = mkdtempSync(join(tmpdir(), 'sync-'));
  template = TEMPLATE;
  version = '0.1.0';

  constructor() {
    this.write(`${RUNTIME}/package.json`, '{ "name": "ats-runtime", "types": "./index.d.ts" }');
    this.write(`${RUNTIME}/index.d.ts`, "export * from './base-exchange.js';\n");
    this.setBase(BASE);
    mkdirSync(join(this.root, CONNECTORS), { recursive: true });
  }

  setBase(text: string): void {
    this.write(`${RUNTIME}/base-exchange.d.ts`, text);
  }

  pathOfBase(): string {
    return join(this.root, RUNTIME, 'base-exchange.d.ts');
  }

  /** As `create` would. */
  create(venue: string, path = '/time'): void {
    const reading = readContractWithFiles({ runtimeDir: join(this.root, RUNTIME), root: this.root });
    const description = `path: ${path}\n`;
    const files = this.#render(path, (source) => insertStubs(source, reading.contract));
    const record = recordConnector({
      generator: this.#identity(),
      description,
      base: recordBase(reading, this.root),
      contract: reading.contract,
      files,
    });
    this.write(`${CONNECTORS}/${venue}/venue.yaml`, description);
    for (const [file, text] of [...files, ...record]) this.write(`${CONNECTORS}/${venue}/${file}`, text);
  }

  sync(options: Partial<SyncOptions> = {}): Promise<SyncResult> {
    const ports: SyncPorts = {
      identity: () => this.#identity(),
      templateContract: () => readContract({ file: join(import.meta.dirname, 'cases', 'base.ts.txt') }),
      render: async (folder, _options, complete) => {
        const path = /path: (.*)/.exec(readFileSync(join(folder, 'venue.yaml'), 'utf8'))?.[1] ?? '';
        return this.#render(path, complete);
      },
      score: async (_root, venues) =>
        new Map(venues.map((venue) => [venue, { typeErrors: 0, passed: 1, failed: 0 }])),
    };
    return syncWorkspace({ root: this.root, ...options, ports: { ...ports, ...options.ports } });
  }

  exchange(venue: string): string {
    return this.read(`${CONNECTORS}/${venue}/exchange.ts`);
  }

  edit(venue: string, from: string, to: string, file = 'exchange.ts'): void {
    const path = `${CONNECTORS}/${venue}/${file}`;
    const text = this.read(path);
    if (!text.includes(from)) throw new Error(`${path} does not contain ${from}`);
    this.write(
      path,
      text.replace(from, () => to),
    );
  }

  path(venue: string, file = ''): string {
    return join(this.root, CONNECTORS, venue, file);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  /** Every file of the connectors with its bytes. */
  snapshot(): Record<string, string> {
    const entries = readdirSync(join(this.root, CONNECTORS), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    return Object.fromEntries(
      entries.map((file) => [file.slice(this.root.length + 1), readFileSync(file, 'latin1')]),
    );
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  #identity(): { version: string; templates: string } {
    return { version: this.version, templates: this.template };
  }

  #render(path: string, complete: (source: string) => string): Map<string, string> {
    return new Map([
      ['exchange.ts', complete(this.template.replace('{{path}}', path))],
      ['index.ts', "export { Exchange } from './exchange.js';\n"],
      ['README.md', `# Uses ${path}\n`],
    ]);
  }
}
