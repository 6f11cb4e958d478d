import { UserError } from '../cli/errors.js';
import type { ConnectorFiles } from './connector-files.js';
import { SoundTexts } from './sound-texts.js';

/**
 * What is wrong with connectors to which nothing is to be done, by venue: an edited source file that does not parse, so
 * that nobody takes its connector for clean. Only a text that was not seen to parse before loads the parser.
 */
export async function findFaults(
  root: string,
  connectors: readonly ConnectorFiles[],
): Promise<ReadonlyMap<string, string>> {
  const sound = new SoundTexts(root);
  const faults = new Map<string, string>();
  for (const { venue, folder, edited } of connectors) {
    for (const [file, { text, hash }] of edited) {
      if (!isSource(file) || sound.has(hash)) continue;
      const fault = await faultIn(text, `${folder}/${file}`);
      if (fault === undefined) sound.add(hash);
      else faults.set(venue, fault);
    }
  }
  sound.store();
  return faults;
}

function isSource(file: string): boolean {
  return /\.[cm]?ts$/.test(file);
}

async function faultIn(text: string, path: string): Promise<string | undefined> {
  const { parseOrRefuse } = await import('../contract/find-class.js');
  try {
    parseOrRefuse(text, path);
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}
