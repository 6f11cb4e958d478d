import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { CREATE, filesBelow, run, temporaryFolder } from './bin.js';

const PRESET = fileURLToPath(new URL('../../venues/presets/binance_spot', import.meta.url));

const HOSTILE = [
  '";process.exit()//',
  '${x}',
  '`x`',
  'x}}',
  'a\u2028b',
  '../escape',
  '/etc/escape',
  'a\nb',
  'con',
  'class',
];

let outer: string;
let folder: string;
beforeEach(() => {
  outer = temporaryFolder();
  folder = join(outer, 'here');
  mkdirSync(folder);
});

interface Refusal {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: readonly string[];
  /** Files that were not there before. */
  readonly written: readonly string[];
}

/** What comes of a run. */
function outcome(args: readonly string[]): Refusal {
  const before = Object.keys(filesBelow(outer));
  const { code, stdout, stderr } = run(CREATE, args, folder);
  const written = Object.keys(filesBelow(outer)).filter((file) => !before.includes(file));
  return { code, stdout, stderr: stderr.trimEnd().split(/[\n\u2028]/), written };
}

/** One line on stderr that holds the hint, exit code 2, and nothing written. */
function refused(hint: string): unknown {
  return { code: 2, stdout: '', stderr: [expect.stringContaining(hint)], written: [] };
}

const PRESET_ARGS = ['--preset', 'binance_spot', '--yes', '--no-install'];

describe('hostile text', () => {
  it.each(HOSTILE)('as a name: %j', (text) =>
    expect(outcome(['w', ...PRESET_ARGS, '--name', text])).toEqual(refused('--name')),
  );

  it.each(HOSTILE.filter((text) => !['con', 'class'].includes(text)))('as a folder: %j', (text) =>
    expect(outcome([text, ...PRESET_ARGS])).toEqual(refused('folder')),
  );

  it.each(HOSTILE)('as a preset: %j', (text) =>
    expect(outcome(['w', '--preset', text, '--yes'])).toEqual(refused('is unknown')),
  );

  it.each(HOSTILE)('as a file of answers: %j', (text) =>
    expect(outcome(['w', '--answers', text, '--yes'])).toEqual(refused('--answers')),
  );

  const keys = ['venue', 'name', 'docs'] as const;
  it.each(keys.flatMap((key) => HOSTILE.slice(0, 5).map((text) => [key, text] as const)))(
    'as the %s in a file of answers: %j',
    (key, text) => {
      const file = answers((yaml) =>
        yaml.replace(new RegExp(`^${key}: .*$`, 'm'), () => `${key}: ${JSON.stringify(text)}`),
      );
      expect(outcome(['w', '--answers', file, '--yes'])).toEqual(refused('venue.yaml'));
    },
  );
});

describe('targets', () => {
  it('a link that leaves the folder', () => {
    mkdirSync(join(outer, 'elsewhere'));
    symlinkSync(join(outer, 'elsewhere'), join(folder, 'link'));
    expect(outcome(['link', ...PRESET_ARGS])).toEqual(refused('is a link that leaves'));
    expect(outcome(['link/deeper', ...PRESET_ARGS])).toEqual(refused('is a link that leaves'));
  });

  it('a link in a workspace that leaves it', () => {
    mkdirSync(join(outer, 'elsewhere'));
    mkdirSync(join(folder, 'w', 'custom_modules'), { recursive: true });
    symlinkSync(join(outer, 'elsewhere'), join(folder, 'w', 'custom_modules', 'exchanges'));
    expect(outcome(['w', ...PRESET_ARGS])).toEqual(refused('is a link that leaves'));
  });

  it('a folder that is not empty', () => {
    mkdirSync(join(folder, 'w'));
    writeFileSync(join(folder, 'w', 'mine.txt'), 'mine');
    expect(outcome(['w', ...PRESET_ARGS])).toEqual(refused('exists and is not empty'));
  });

  it('a file', () => {
    writeFileSync(join(folder, 'w'), 'mine');
    expect(outcome(['w', ...PRESET_ARGS])).toEqual(refused('is a file'));
  });

  it('a connector that exists', () => {
    mkdirSync(join(folder, 'custom_modules/exchanges/binance_spot'), { recursive: true });
    writeFileSync(join(folder, 'custom_modules/exchanges/binance_spot/exchange.ts'), '// mine');
    expect(outcome(PRESET_ARGS)).toEqual(refused('exists and is not empty'));
  });
});

describe('answers', () => {
  it('an unknown preset: the nearest names', () => {
    expect(outcome(['w', '--preset', 'binance_sport', '--yes'])).toEqual(
      refused('did you mean binance_spot'),
    );
  });

  it('YAML that does not parse: file and line', () => {
    expect(outcome(['w', '--answers', answers((yaml) => `${yaml}\nname: [`), '--yes'])).toEqual(
      refused('venue.yaml:'),
    );
  });

  it('a URL of another scheme', () => {
    const file = answers((yaml) =>
      yaml.replace('rest: https://api.binance.com', 'rest: ftp://api.binance.com'),
    );
    expect(outcome(['w', '--answers', file, '--yes'])).toEqual(refused('hosts.rest'));
  });

  it('a file that does not exist', () => {
    expect(outcome(['w', '--answers', 'none.yaml', '--yes'])).toEqual(refused('none.yaml does not exist'));
  });

  it('a preset and a file at once', () => {
    expect(outcome(['w', '--answers', answers((yaml) => yaml), ...PRESET_ARGS])).toEqual(
      refused('exclude each other'),
    );
  });

  it('missing ones without a terminal: which, and the flags that give them', () => {
    expect(outcome([])).toEqual(refused('--preset NAME or --answers FILE'));
    expect(outcome(['--preset', 'binance_spot'])).toEqual(refused('the folder (the first argument'));
    expect(outcome(['--yes'])).toEqual(refused('--preset NAME'));
  });

  it('missing ones with --json: one object', () => {
    const { code, stdout, stderr } = run(CREATE, ['--json'], folder);
    expect(JSON.parse(stdout)).toMatchObject({
      exitCode: 2,
      error: { message: expect.stringContaining('--preset') },
    });
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
  });
});

/** The preset as a person's own file, changed. */
function answers(change: (yaml: string) => string): string {
  const target = join(outer, 'answers');
  cpSync(PRESET, target, { recursive: true });
  const file = join(target, 'venue.yaml');
  writeFileSync(file, change(readFileSync(file, 'utf8')));
  return file;
}
