import { resolve } from 'node:path';
import { UserError } from '../cli/errors.js';
import type { Proposals } from '../questionnaire/interview/proposals.js';
import { propose } from './propose.js';
import { readDocument } from './read-document.js';

/**
 * What a venue's OpenAPI documents propose for the interview; several are read as one.
 * @throws UserError in one line for a file that cannot be used
 */
export async function proposalsFrom(files: readonly string[], cwd: string): Promise<Proposals> {
  const documents = [];
  for (const file of files) documents.push(await readDocument(resolve(cwd, file), file));
  const proposals = propose(documents);
  if (Object.keys(proposals).some((id) => id.startsWith('request:'))) return proposals;
  throw new UserError(
    `${files.join(', ')} describes none of the endpoints that a connector needs; is it an exchange’s?`,
  );
}
