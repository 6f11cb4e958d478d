import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * What tsc says of generated connectors, in the strictest settings, against the runtime's sources: one folder each,
 * all in one run. Empty when all is well.
 */
export async function typeCheck(
  connectors: ReadonlyMap<string, ReadonlyMap<string, string>>,
): Promise<string> {
  // Inside the repository, so that the types of Node are found.
  const folder = await mkdtemp(join(ROOT, 'node_modules', '.type-check-'));
  try {
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(SETTINGS));
    await writeFile(join(folder, 'conformance.d.ts'), CONFORMANCE);
    for (const [name, files] of connectors) {
      for (const [path, text] of files) await writeInto(join(folder, name, path), text);
    }
    const tsc = await execa('tsc', ['-p', folder], {
      preferLocal: true,
      localDir: ROOT,
      reject: false,
      all: true,
    });
    return tsc.exitCode === 0 ? '' : `tsc ended with ${tsc.exitCode}: ${tsc.all}`;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeInto(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

const SETTINGS = {
  extends: '../../tsconfig.base.json',
  compilerOptions: {
    noEmit: true,
    composite: false,
    declaration: false,
    paths: {
      'ats-runtime': ['../../runtime/src/index.ts'],
      'ats-runtime/eip712': ['../../runtime/src/eip712/index.ts'],
    },
  },
  include: ['**/*.ts'],
};

const CONFORMANCE = `declare module 'create-ats-exchange/conformance' {
  export function describeConformance(options: { Exchange: unknown; folder: URL }): void;
}
`;
