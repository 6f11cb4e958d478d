import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { CREATE, EXCHANGE, filesBelow, run, start, temporaryFolder } from './bin.js';

const ARGS = ['--preset', 'binance_spot', '--yes', '--no-install'];
const CONNECTOR = 'custom_modules/exchanges/binance_spot';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

describe('a new workspace', () => {
  it('has everything it needs, and says what to do next', () => {
    const { code, stdout, stderr } = run(CREATE, ['my-trading', ...ARGS], folder);
    expect({ code, stderr: stderr.replaceAll(/[\d.]+ s\b/g, 'T s') }).toEqual({
      code: 0,
      stderr: expect.stringMatching(/^✓ render +T s {2}\d+ files, formatted\n✓ write +T s {2}\d+ files\n$/),
    });
    expect(stdout).toContain('cd my-trading\n  npm install\n  npm run build\n  npm test\n');
    const files = Object.keys(filesBelow(join(folder, 'my-trading')));
    expect(files).toEqual(
      expect.arrayContaining([
        '.env.example',
        '.gitignore',
        'README.md',
        'config/binance_spot.yaml',
        `${CONNECTOR}/.ats/manifest.json`,
        `${CONNECTOR}/exchange.test.ts`,
        `${CONNECTOR}/exchange.ts`,
        `${CONNECTOR}/index.ts`,
        `${CONNECTOR}/venue.yaml`,
        `${CONNECTOR}/wallet.ts`,
        'package.json',
        'tsconfig.json',
        'vitest.config.ts',
      ]),
    );
    expect(readdirSync(join(folder, 'my-trading', 'vendor'))).toHaveLength(2);
    expect(readdirSync(folder)).toEqual(['my-trading']);
  });

  it('is the same bytes every time', () => {
    run(CREATE, ['a/same', ...ARGS], folder);
    run(CREATE, ['b/same', ...ARGS], folder);
    expect(filesBelow(join(folder, 'a/same'))).toEqual(filesBelow(join(folder, 'b/same')));
  });

  it('names its credentials, and no value of any', () => {
    run(CREATE, ['w', ...ARGS], folder);
    const config = readFileSync(join(folder, 'w/config/binance_spot.yaml'), 'utf8');
    expect(config).toContain('namespace: "exchanges:binance_spot"');
    expect(config).toContain('api_secret: "${BINANCE_SPOT_API_SECRET}"');
  });

  it('is planned, not written, by a dry run: the same files', () => {
    const { code, stdout } = run(CREATE, ['w', ...ARGS, '--dry-run', '--json'], folder);
    expect(code).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
    const planned: unknown = JSON.parse(stdout);
    run(CREATE, ['w', ...ARGS], folder);
    const files = Object.keys(filesBelow(join(folder, 'w'))).map((path) => ({ path, kind: 'add' }));
    expect(planned).toMatchObject({ command: 'create', verdict: 'planned', dryRun: true, files });
  });

  it('takes another name and kind, in its description too', () => {
    const { code } = run(
      CREATE,
      ['w', ...ARGS, '--name', 'my_feed', '--kind', 'data_feed', '--no-wallet'],
      folder,
    );
    expect(code).toBe(0);
    const connector = join(folder, 'w/custom_modules/exchanges/my_feed');
    expect(readFileSync(join(connector, 'venue.yaml'), 'utf8')).toMatch(
      /^venue: my_feed$[^]*^kind: data_feed$/m,
    );
    expect(existsSync(join(connector, 'wallet.ts'))).toBe(false);
    expect(readFileSync(join(folder, 'w/config/my_feed.yaml'), 'utf8')).not.toContain('api_key');
  });

  it('keeps a person’s files with --force, and can be taken back', () => {
    mkdirSync(join(folder, 'w'));
    writeFileSync(join(folder, 'w/mine.txt'), 'mine');
    writeFileSync(join(folder, 'w/README.md'), 'my readme');
    expect(run(CREATE, ['w', ...ARGS, '--force'], folder).code).toBe(0);
    expect(readFileSync(join(folder, 'w/mine.txt'), 'utf8')).toBe('mine');
    expect(readFileSync(join(folder, 'w/README.md'), 'utf8')).not.toBe('my readme');
    expect(run(EXCHANGE, ['undo'], join(folder, 'w')).code).toBe(0);
    expect(filesBelow(join(folder, 'w'))).toEqual({ 'mine.txt': 'mine', 'README.md': 'my readme' });
  });
});

describe('in a workspace', () => {
  it.each(['.', 'custom_modules/exchanges', 'src'])(
    'adds a connector and leaves every other file alone, from %s',
    (below) => {
      mkdirSync(join(folder, 'custom_modules/exchanges/other'), { recursive: true });
      mkdirSync(join(folder, 'src'));
      writeFileSync(join(folder, 'package.json'), '{ "name": "mine" }');
      writeFileSync(join(folder, 'custom_modules/exchanges/other/exchange.ts'), '// mine');
      const before = filesBelow(folder);
      const { code } = run(CREATE, ARGS, join(folder, below));
      const after = filesBelow(folder);
      const added = Object.keys(after).filter((path) => !(path in before));
      expect(code).toBe(0);
      expect(after).toMatchObject(before);
      expect(added.filter((path) => !path.startsWith(`${CONNECTOR}/`))).toEqual(['config/binance_spot.yaml']);
      expect(added).toContain(`${CONNECTOR}/exchange.ts`);
    },
  );

  it('writes the configuration as for the first connector, over none that is there', () => {
    run(CREATE, ['w', ...ARGS], folder);
    run(CREATE, ['x', '--preset', 'okx_spot', '--yes', '--no-install'], folder);
    const [root, file] = [join(folder, 'x'), join(folder, 'x/config/binance_spot.yaml')];
    expect(run(CREATE, ARGS, root).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(readFileSync(join(folder, 'w/config/binance_spot.yaml'), 'utf8'));
    const variables = readFileSync(join(root, '.env.example'), 'utf8');
    expect(variables).toMatch(/OKX_SPOT_PASSPHRASE=\nBINANCE_SPOT_API_KEY=\nBINANCE_SPOT_API_SECRET=\n$/);
    writeFileSync(file, '# mine\n');
    expect(run(CREATE, [...ARGS, '--force'], root).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe('# mine\n');
    expect(readFileSync(join(root, '.env.example'), 'utf8')).toBe(variables);
  });

  it('replaces generated files with --force, never deletes, and can be taken back', () => {
    run(CREATE, ['w', ...ARGS], folder);
    const root = join(folder, 'w');
    writeFileSync(join(root, CONNECTOR, 'exchange.ts'), '// mine');
    writeFileSync(join(root, CONNECTOR, 'notes.md'), 'mine');
    const before = filesBelow(root);
    expect(run(CREATE, [...ARGS, '--force', '--dry-run'], root).stdout).toContain('-// mine');
    expect(filesBelow(root)).toEqual(before);
    expect(run(CREATE, [...ARGS, '--force'], root).code).toBe(0);
    expect(readFileSync(join(root, CONNECTOR, 'exchange.ts'), 'utf8')).toContain('class Exchange');
    expect(readFileSync(join(root, CONNECTOR, 'notes.md'), 'utf8')).toBe('mine');
    expect(run(EXCHANGE, ['undo'], root).code).toBe(0);
    expect(filesBelow(root)).toEqual(before);
  });
});

describe('a kill', () => {
  it.each([100, 300, 500, 700, 900])('after %d ms leaves a whole workspace or none', async (ms) => {
    const child = start(CREATE, ['w', ...ARGS], folder);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const timer = setTimeout(() => child.kill('SIGKILL'), ms);
    await ended;
    clearTimeout(timer);
    const isWhole = existsSync(join(folder, 'w'));
    expect(isWhole ? existsSync(join(folder, 'w', CONNECTOR, '.ats/manifest.json')) : true).toBe(true);
    // The next run works, and cleans up what the killed one left.
    const { code } = run(CREATE, isWhole ? ['w', ...ARGS, '--force'] : ['w', ...ARGS], folder);
    expect(code).toBe(0);
    expect(readdirSync(folder)).toEqual(['w']);
  });
});
