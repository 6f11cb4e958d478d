import { parseSample } from '../../venues/infer/parse-sample.js';
import type { Role } from '../../venues/infer/roles.js';
import type { Proposal, Proposals } from '../questionnaire/interview/proposals.js';
import { spellings } from '../pages/general.js';
import { sampleProblem } from '../questionnaire/interview/samples.js';
import { record, list, text } from './loose.js';
import { operationsOf, type Operation } from './operations.js';
import { namedCandidate, rank, type Candidate } from './rank.js';
import { requestText } from './request-text.js';
import type { OpenApiDocument } from './read-document.js';
import { ROLE_SIGNS } from './role-signs.js';
import { serverOf } from './servers.js';

/** What documents that belong to one venue say of it. */
export function propose(documents: readonly OpenApiDocument[]): Proposals {
  const operations = documents.flatMap((document) => operationsOf(document, serverOf(document).path));
  const endpoints = endpointProposals(operations);
  const asked = operations.filter(({ path, method }) =>
    ['candles', 'instruments'].some((role) =>
      endpoints[`request:${role}`]?.answer.startsWith(`${method} ${path}`),
    ),
  );
  const found: Record<string, Proposal> = {
    ...general(documents),
    ...spellings(asked, endpoints),
    ...endpoints,
  };
  const headers = keyHeaders(documents);
  if (headers.length > 0)
    found.key_headers = sure(
      headers.join(' '),
      `the document names ${headers.join(', ')}, not how a request is signed`,
    );
  const roles = ROLES.filter((role) => found[`request:${role}`] !== undefined);
  if (roles.length > 0) found.differs = sure(roles.join(' '), 'the endpoints that the document has');
  const error = firstOf(operations, ({ errorSample }) => errorSample());
  if (error !== undefined && !('problem' in parseSample(JSON.stringify(error))))
    found['sample:error'] = {
      answer: JSON.stringify(error, null, 2),
      reason: 'a documented answer with a status of 400 and above',
      isSure: true,
    };
  return found;
}

/** The request and the answer of each endpoint that operations hold. @param forced what a person named themselves */
export function endpointProposals(
  operations: readonly Operation[],
  forced: ReadonlyMap<Role, Operation> = new Map(),
): Proposals {
  const found: Record<string, Proposal> = {};
  for (const role of ROLES) {
    const chosen = forced.get(role);
    const [best, next] =
      chosen !== undefined
        ? [namedCandidate(role, chosen)]
        : role === 'get_order'
          ? lookUps(operations)
          : rank(role, operations);
    if (best === undefined) continue;
    const request = requestProposal(best, next);
    found[`request:${role}`] = request;
    const sample = sampleProposal(role, best.operation);
    // An answer belongs to its request: where that is in doubt, so is this.
    if (sample !== undefined)
      found[`sample:${role}`] = { ...sample, isSure: sample.isSure && request.isSure };
  }
  return found;
}

/** An order is looked up by its client id: a list of orders that takes one will do where nothing else does. */
function lookUps(operations: readonly Operation[]): readonly Candidate[] {
  const found = rank('get_order', operations);
  if (found.length > 0) return found;
  return rank('open_orders', operations).flatMap((candidate) => {
    const request = requestText(candidate.operation, 'get_order');
    return request.includes('{client_order_id}')
      ? [{ ...candidate, request, reasons: ['a list of orders that takes client_order_id'] }]
      : [];
  });
}

function firstOf<Item, Found>(
  items: readonly Item[],
  find: (item: Item) => Found | undefined,
): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Headers that the documents name for a key; none says how a request is signed. */
function keyHeaders(documents: readonly OpenApiDocument[]): readonly string[] {
  const named = documents.flatMap((document) => {
    const schemes = {
      ...record(record(document.components).securitySchemes),
      ...record(document.securityDefinitions),
    };
    const keys = Object.values(schemes).flatMap((scheme) =>
      record(scheme).in === 'header' ? [text(record(scheme).name)] : [],
    );
    const headers = operationsOf(document, '').flatMap(({ inHeader }) => inHeader);
    return [...keys, ...headers.filter((name) => /key|sign|stamp|passphrase/i.test(name))];
  });
  return [...new Set(named.filter((name) => name !== ''))].slice(0, 8);
}

const ROLES = Object.keys(ROLE_SIGNS).filter((name): name is Role & keyof typeof ROLE_SIGNS =>
  Object.hasOwn(ROLE_SIGNS, name),
);

function general(documents: readonly OpenApiDocument[]): Proposals {
  const [first] = documents;
  if (first === undefined) return {};
  const { info, externalDocs } = first;
  const title = text(record(info).title).slice(0, 60);
  const docs = text(record(externalDocs).url);
  const servers = documents.map(serverOf);
  const rest = servers.find(({ address, isTest }) => address !== '' && !isTest);
  return {
    ...(title === '' ? {} : { title: sure(title, 'the document’s title') }),
    ...(/^https?:\/\//.test(docs) ? { docs: sure(docs, 'its externalDocs') } : {}),
    ...(rest === undefined ? {} : { rest: sure(rest.address, 'its first server that is no test server') }),
  };
}

function sure(answer: string, reason: string): Proposal {
  return { answer, reason, isSure: true };
}

/** So near, the second one may be meant. */
const NEAR = 0.5;

function requestProposal(
  { operation, request, score, reasons }: Candidate,
  next: Candidate | undefined,
): Proposal {
  const rival =
    next !== undefined && score - next.score < NEAR
      ? `; ${next.operation.method} ${next.operation.path} could be it too`
      : '';
  return {
    answer: request,
    reason: `${operation.method} ${operation.path}: ${reasons.join('; ')}${rival}`,
    isSure: rival === '' && list(reasons).every((reason) => !String(reason).startsWith('it does not take')),
  };
}

function sampleProposal(role: Role, operation: Operation): Proposal | undefined {
  const sample = operation.sample();
  if (sample === undefined) return undefined;
  const answer = JSON.stringify(sample.value, null, 2);
  const parsed = parseSample(answer);
  if ('problem' in parsed || sampleProblem(role, parsed.sample) !== undefined) return undefined;
  const reason = sample.isBuilt
    ? 'made up from the answer’s schema: the shape is documented, the values are not'
    : 'the document’s example';
  return { answer, reason, isSure: !sample.isBuilt };
}
