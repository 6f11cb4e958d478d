import type { RequestKind } from 'ats-runtime';
import type { LoadedVenue, TimeUnit } from '../../venues/index.js';
import { answerAt, type Desk } from './desk.js';
import { refusalDetail, refused, type Answer } from './answer.js';
import { AnswerWriter } from './answer-writer.js';
import { decodeRequest, type Asked, type Wrong } from './asked.js';
import { bindParameters, type Bindings, type Conditions } from './bind-parameters.js';
import type { Authority } from './authority.js';
import { ErrorReplies } from './error-replies.js';
import type { Ids } from './ids.js';
import { OVER_LIMIT, RateLimits, retryAfterHeaders } from './rate-limits.js';
import { withPayload } from './payload-header.js';
import { requestValues, type RequestValues } from './request-values.js';
import { RouteTable } from './route-table.js';
import { distinct } from './distinct.js';
import { bestRoute, changesOrders, pathBindings, routesOf, type Route } from './routes.js';
import { impliedBindings } from './implied-bindings.js';
import { pagesOfRows, wholeList } from './pages.js';
import { refusalText } from './refusal-text.js';
import { brokenRule, brokenTerms } from './request-rules.js';
import { answerToOtherWord, saying } from './other-words.js';
import { repeatedNames } from './sent-parameter.js';
import { oneByOne, together } from './several.js';
import { withSizeUnit } from './size-unit.js';
import { withFlags } from './order-flags.js';
import { namesOwnAccount } from './named-account.js';
import type { Binding } from './template-matcher.js';
import type { SignatureVerdict } from './verify-signature.js';
import type { WireReply, WireRequest } from './wire.js';
import type { Words } from './words.js';

/** A request whose endpoint is known; nothing has happened yet. */
export interface RoutedRequest {
  readonly request: WireRequest;
  readonly values: RequestValues;
  readonly route: Route | undefined;
}

export interface Answered {
  readonly reply: WireReply;
  readonly signature?: SignatureVerdict;
  /** Why the venue refused, in our words. */
  readonly detail?: string;
}

interface DialectOptions {
  readonly venue: LoadedVenue;
  readonly desk: Desk;
  readonly words: Words;
  readonly ids: Ids;
  readonly authority: Authority;
}

/** The venue's REST dialect, as its description says: from a request's bytes to the answer's. */
export class Dialect {
  readonly errors: ErrorReplies;
  readonly routes: readonly Route[];
  readonly #options: DialectOptions;
  readonly #answers: AnswerWriter;
  readonly #table: RouteTable;
  readonly #limits: RateLimits;
  /** Parameters of orders that answers repeat. */
  readonly #repeated: readonly string[];

  constructor(options: DialectOptions) {
    this.#options = options;
    this.#answers = new AnswerWriter(options);
    this.errors = new ErrorReplies(
      options.venue,
      (document, given) => this.#answers.refusal(document, given),
      (message, request) => refusalText(message, request, options.words),
    );
    this.routes = routesOf(options.venue.description);
    this.#table = new RouteTable(this.routes);
    this.#repeated = repeatedNames(options.venue.description);
    this.#limits = new RateLimits(options.venue.description.limits);
  }

  /** Whether requests can be meant by an endpoint's name, what it does, or a request line. */
  serves(name: string): boolean {
    const isNamed = this.routes.some((route) => [route.name, route.purpose, route.line].includes(name));
    const [method = '', path] = name.split(' ');
    return isNamed || (path !== undefined && this.#table.candidates(method, path).length > 0);
  }

  /** Which endpoint a request means; `route` is undefined where the venue has none there. */
  routed(sent: WireRequest): RoutedRequest {
    const request = withPayload(sent, this.#options.venue.description.auth);
    const values = requestValues(request);
    return {
      request,
      values,
      route: bestRoute(this.#table.candidates(request.method, request.path), values.values),
    };
  }

  /** Checks limits and signature, does what is asked, and writes the answer. `proof`: what was proved already. */
  answer({ request, values, route }: RoutedRequest, proof?: SignatureVerdict): Answered {
    if (route === undefined) return { reply: this.errors.reply('not_found'), detail: 'no such endpoint' };
    const { description } = this.#options.venue;
    const limit = this.#limits.take(this.#options.desk.clock.clients.now(), {
      weight: route.endpoint.weight ?? 1,
      kind: requestKind(route),
      isOrder: route.purpose === 'place_order',
    });
    if (limit.retryAfterMs !== undefined) {
      const headers = { ...limit.headers, ...retryAfterHeaders(description.retry_after, limit.retryAfterMs) };
      return {
        reply: this.errors.reply('rate_limit', route.endpoint, headers),
        detail: OVER_LIMIT,
      };
    }
    const signature =
      route.endpoint.signed === true ? (proof ?? this.#proved(request, values, route)) : undefined;
    const account = signature?.holder?.account ?? this.#namedAccount(values, route);
    const answer =
      signature !== undefined && !signature.ok
        ? unproved(signature)
        : namesOwnAccount(request, values, route, signature?.holder)
          ? this.#perform(request, values, route, account)
          : refused('bad_account', 'the account belongs to another key');
    const plain = this.#reply(route, answer, limit.headers, values, request.path);
    const detail = refusalDetail(answer);
    return {
      reply:
        signature === undefined
          ? plain
          : this.#options.authority.signed(plain, request, values.values, signature),
      ...(signature === undefined ? {} : { signature }),
      ...(detail === undefined ? {} : { detail }),
    };
  }

  /** Anyone may read any account: the one whose address the request names. */
  #namedAccount({ values }: RequestValues, { endpoint }: Route): string {
    const address = bindParameters([endpoint.params, endpoint.accepts], values, (known) =>
      this.#conditions(known),
    ).get('wallet_address')?.text;
    return address === undefined ? '' : (this.#options.authority.keys.find(address)?.account ?? '');
  }

  #proved(request: WireRequest, values: RequestValues, route: Route): SignatureVerdict {
    return this.#options.authority.check(request, values.values, route, this.#options.desk.now());
  }

  #perform(request: WireRequest, values: RequestValues, route: Route, account: string): Answer {
    if (values.malformed) return refused('bad_parameter', 'the body is not well formed');
    const { description } = this.#options.venue;
    const said = saying(values.values, description.parameters?.nothing);
    const { endpoint } = route;
    const isBatch = values.batch !== undefined || ('several' in endpoint && endpoint.several !== undefined);
    const broken =
      brokenRule(request, said, route, this.routes, description) ??
      (isBatch ? undefined : brokenTerms(said, route));
    if (broken !== undefined) return broken;
    const onPath = pathBindings(route, request.path);
    const requests = values.batch ?? oneByOne(said, route);
    // The rules are those of one order: each of a batch has its own terms.
    const answers = requests.map(
      (given) =>
        (isBatch ? brokenTerms(given, route) : undefined) ?? this.#performOne(given, onPath, route, account),
    );
    return together(answers, requests, route);
  }

  #performOne(
    given: Readonly<Record<string, unknown>>,
    onPath: readonly Binding[],
    route: Route,
    account: string,
  ): Answer {
    const other = answerToOtherWord(given, route.endpoint);
    if (other !== undefined) return other;
    const asked = this.#asked(given, onPath, route);
    if ('wrong' in asked) return refused(asked.wrong, asked.detail, asked.about);
    const answer = distinct(
      answerAt(this.#options.desk, route, wholeList(asked, route.endpoint), account),
      route.endpoint,
    );
    return 'rows' in answer
      ? pagesOfRows(answer, asked, route.endpoint, this.#answers.writing(route))
      : answer;
  }

  #asked(given: Readonly<Record<string, unknown>>, onPath: readonly Binding[], route: Route): Asked | Wrong {
    const { words, ids } = this.#options;
    const { params, accepts } = route.endpoint;
    const bound = bindParameters([params, accepts], given, (known) =>
      this.#conditions(withPath(known, onPath)),
    );
    const asked = decodeRequest(withPath(bound, onPath), { words, ids, timeUnit: this.#timeUnit(route) });
    if ('wrong' in asked) return asked;
    const { orders } = this.#options.venue.description;
    const repeated = this.#repeated.filter((name) => given[name] !== undefined);
    if (this.#repeated.length > 0)
      asked.sent = Object.fromEntries(repeated.map((name) => [name, given[name]]));
    if ('checks_only' in route.endpoint && route.endpoint.checks_only !== undefined)
      Object.assign(asked, { isDryRun: true, checksTerms: route.endpoint.checks_only === 'terms' });
    return withFlags(withSizeUnit(asked, given, orders), given, orders);
  }

  #conditions(bound: Bindings): Conditions {
    const side = this.#options.words.side(bound.get('side')?.text ?? '')?.toLowerCase();
    const type = this.#options.words.type(bound.get('type')?.text ?? '')?.type.toLowerCase();
    const mayBe = (word: string): boolean => {
      if (word === 'limit' || word === 'market') return type === undefined || type === word;
      return (word !== 'buy' && word !== 'sell') || side === undefined || side === word;
    };
    return {
      holds: (when) => when.split('_').every(mayBe),
      implied: (when) => impliedBindings(when, this.#options.venue.description),
    };
  }

  #reply(
    route: Route,
    answer: Answer,
    headers: Readonly<Record<string, string>>,
    { values }: RequestValues,
    path: string,
  ): WireReply {
    if ('refused' in answer) {
      const asked = { ...answer, given: values, onPath: pathBindings(route, path) };
      return (
        this.errors.inside(answer.refused, route.endpoint, headers) ??
        this.errors.reply(answer.refused, route.endpoint, headers, asked)
      );
    }
    return {
      status: route.endpoint.status ?? 200,
      headers: { 'content-type': 'application/json', ...headers },
      body: this.#answers.write(route, answer, values),
    };
  }

  #timeUnit(route: Route): TimeUnit {
    return route.endpoint.time_unit ?? this.#options.venue.description.time_unit;
  }
}

function unproved({ failed = 'bad_signature', reason, told }: SignatureVerdict): Answer {
  const refusal = refused(failed, reason);
  return told === undefined ? refusal : { ...refusal, told };
}

function withPath(bound: Bindings, onPath: readonly Binding[]): Bindings {
  return onPath.length === 0
    ? bound
    : new Map([...bound, ...onPath.map((binding) => [binding.name, binding] as const)]);
}

function requestKind(route: Route): RequestKind {
  if (changesOrders(route)) return 'orders';
  return route.endpoint.signed === true ? 'private' : 'public';
}
