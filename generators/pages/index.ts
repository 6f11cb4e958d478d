import { parseSample } from '../../venues/infer/parse-sample.js';
import { ROLE_NAMES, type Role } from '../../venues/infer/roles.js';
import type { Operation } from '../openapi/operations.js';
import { endpointProposals } from '../openapi/propose.js';
import { sampleProblem } from '../questionnaire/interview/samples.js';
import type { Proposal, Proposals } from '../questionnaire/interview/proposals.js';
import { general } from './general.js';
import { jsonIn } from './json-in-text.js';
import { pageOperation } from './page-operation.js';
import { splitPages } from './split-pages.js';

/**
 * What pasted documentation proposes: its requests with their answers, and what it tells of spellings, words and codes.
 * A line that is an endpoint's name alone says what follows it; elsewhere name, path and answer tell.
 */
export function pagesProposals(text: string): Proposals {
  const forced = new Map<Role, Operation>();
  const samples: Record<string, Proposal> = {};
  const operations: Operation[] = [];
  for (const { role, text: part } of sections(text)) {
    const found = splitPages(part).map(pageOperation);
    if (role === undefined) operations.push(...found);
    else if (found[0] !== undefined) forced.set(role, found[0]);
    else Object.assign(samples, sampleAlone(role, part));
  }
  const endpoints = { ...samples, ...endpointProposals(operations, forced) };
  return { ...general(text, [...operations, ...forced.values()], endpoints), ...endpoints };
}

/** Parts that are headed by an endpoint's name, and what stands before them. */
function sections(text: string): readonly { readonly role?: Role; readonly text: string }[] {
  const parts: { role?: Role; lines: string[] }[] = [{ lines: [] }];
  for (const line of text.split(/\r\n?|\n/)) {
    const name = /^[\s#*=-]*([a-z_]{4,30})\s*:?\s*$/.exec(line)?.[1];
    const role = ROLE_NAMES.find((known) => known === name);
    if (role === undefined) parts.at(-1)?.lines.push(line);
    else parts.push({ role, lines: [] });
  }
  return parts.map(({ lines, ...part }) => ({ ...part, text: lines.join('\n') }));
}

/** An answer without its request, under the endpoint's name. */
function sampleAlone(role: Role, text: string): Proposals {
  const [found] = jsonIn(text);
  if (found === undefined) return {};
  const answer = JSON.stringify(found.value, null, 2);
  const parsed = parseSample(answer);
  if ('problem' in parsed || sampleProblem(role, parsed.sample) !== undefined) return {};
  return { [`sample:${role}`]: { answer, reason: `pasted under ${role}`, isSure: true } };
}
