import { parseOrRefuse } from '../contract/find-class.js';
import type { ConnectorFiles } from './connector-files.js';
import type { SoundTexts } from './sound-texts.js';

/**
 * Refuses a connector with an edited source file that does not parse, although nothing is to be done to it: nobody
 * should take it for clean. Only texts that were not seen to parse before load the parser.
 */
export function refuseFaults({ folder, edited }: ConnectorFiles, sound: SoundTexts): void {
  for (const [file, { text, hash }] of edited) {
    if (!/\.[cm]?ts$/.test(file) || sound.has(hash)) continue;
    parseOrRefuse(text, `${folder}/${file}`);
    sound.add(hash);
  }
}
