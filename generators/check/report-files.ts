import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../cli/errors.js';
import { packageVersion } from '../packaging/package-root.js';
import type { CheckResult } from '../report/results.js';
import { sarifOf } from '../report/sarif.js';

export const REPORT_KINDS = ['junit', 'sarif'] as const;

/** Where to write each kind of report: absolute paths. */
export type ReportFiles = Readonly<Partial<Record<(typeof REPORT_KINDS)[number], string>>>;

/**
 * `junit=FILE` and `sarif=FILE`, each at most once.
 * @throws UserError for anything else
 */
export function reportFiles(given: readonly string[], cwd: string): ReportFiles {
  const files: Partial<Record<(typeof REPORT_KINDS)[number], string>> = {};
  for (const text of given) {
    const [name, file] = [text.replace(/=.*$/s, ''), text.replace(/^[^=]*=?/, '')];
    const kind = REPORT_KINDS.find((known) => known === name);
    if (kind === undefined || file === '')
      throw new UserError(`--report ${text}: give it like junit=FILE or sarif=FILE`);
    if (files[kind] !== undefined) throw new UserError(`--report ${text}: there is a ${kind} report already`);
    files[kind] = resolve(cwd, file);
  }
  return files;
}

/** @throws UserError where the file cannot be written */
export async function writeSarif(file: string, result: CheckResult): Promise<void> {
  const { CHECKS } = await import('../../sandbox/conformance/catalogue.js');
  const log = sarifOf(result, { version: packageVersion(), rules: CHECKS, mask: maskOf(result.root) });
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(log, undefined, 2)}\n`);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new UserError(`${file}: the report cannot be written: ${words}`, { cause: error });
  }
}

/** The values of the workspace's `.env`, which a compiler or a test may quote. */
function maskOf(root: string): (text: string) => string {
  const secrets = [...envText(root).matchAll(/^\s*(?:export\s+)?(\w+)\s*=\s*["']?([^"'\s#]{8,})/gm)];
  return (text) =>
    secrets.reduce((shown, [, name = '', value = '']) => shown.replaceAll(value, `[${name}]`), text);
}

function envText(root: string): string {
  try {
    return readFileSync(join(root, '.env'), 'utf8');
  } catch {
    return '';
  }
}
