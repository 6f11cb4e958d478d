import { UserError } from '../cli/errors.js';
import type { ConnectorFiles } from './connector-files.js';
import { SoundTexts } from './sound-texts.js';

/**
 * What is wrong with connectors to which nothing is to be done, by venue: an edited source file that does not parse, or
 * has lost the connector's class, so that nobody takes its connector for clean. Only a text that was not seen to be
 * sound before loads the parser.
 */
export async function findFaults(
  root: string,
  connectors: readonly ConnectorFiles[],
): Promise<ReadonlyMap<string, string>> {
  const sound = new SoundTexts(root);
  const faults = new Map<string, string>();
  for (const connector of connectors) {
    for (const [file, { hash }] of connector.edited) {
      const key = `${hash} ${connector.manifest.files[file] ?? ''}`;
      if (!/\.[cm]?ts$/.test(file) || sound.has(key)) continue;
      const fault = await faultIn(connector, file);
      if (fault === undefined) sound.add(key);
      else faults.set(connector.venue, faults.get(connector.venue) ?? fault);
    }
  }
  sound.store();
  return faults;
}

async function faultIn(
  { folder, manifest, edited, pristine }: ConnectorFiles,
  file: string,
): Promise<string | undefined> {
  const { refuseLostClass } = await import('./lost-class.js');
  const [yours, generated] = [edited.get(file)?.text ?? '', pristine.get(file) ?? ''];
  try {
    refuseLostClass({ yours, generated }, manifest.contract, `${folder}/${file}`);
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}
