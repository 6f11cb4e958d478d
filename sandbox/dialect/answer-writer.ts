import type { LoadedVenue, Repeats } from '../../venues/index.js';
import type { Answer, AnswerOfOne, Page } from './answer.js';
import { askedForm, inForm, type Form } from './answer-form.js';
import { answerTemplate, type AnswerTemplate } from './answer-template.js';
import { feeFacts, type Desk } from './desk.js';
import { jsonText } from './exact-number.js';
import { describedRefusal } from './described-refusal.js';
import { withFailedRows, type FailedOne } from './failed-rows.js';
import type { Facts, Row } from './facts.js';
import type { Ids } from './ids.js';
import { withNextPage } from './pages.js';
import { refusalText } from './refusal-text.js';
import type { Route } from './routes.js';
import { isFilled, withFilledSamples, withMarketSamples } from './sample-rows.js';
import { tickerFacts } from './ticker.js';
import type { Words } from './words.js';
import { copy, writeAround, writeDocument } from './write-rows.js';
import { withRepeats } from './repeats.js';
import { writeGroups } from './row-groups.js';
import { wireValue, type WriteContext } from './write-value.js';

interface AnswerWriterOptions {
  readonly venue: LoadedVenue;
  readonly desk: Desk;
  readonly words: Words;
  readonly ids: Ids;
}

type Told = Exclude<Answer, { readonly refused: unknown }>;
type Plain = Exclude<Told, { readonly each: unknown }>;
type Given = Readonly<Record<string, unknown>>;
type Rows = Extract<Answer, { readonly rows: unknown }>;
type PageOfList = Pick<Rows, 'total' | 'page'>;

/**
 * Gives an answer the venue's shape: the endpoint's sample with the ledger's values. Where the description allows it the
 * sample is JSON text already, with slots for the values; everything else is written by walking a copy of it.
 */
export class AnswerWriter {
  readonly #options: AnswerWriterOptions;
  readonly #writings = new Map<Route, WriteContext>();
  /** By route, then by sample and form; `undefined`: there can be none. */
  readonly #templates = new Map<Route, Map<string, Map<Form | undefined, AnswerTemplate | undefined>>>();

  constructor(options: AnswerWriterOptions) {
    this.#options = options;
  }

  /** The body of an answer to a request with these parameters. */
  write(route: Route, answer: Told, given: Given): string {
    const form = askedForm(route.endpoint, given);
    if ('sample' in answer) return this.#walked(route, answer, form);
    if ('each' in answer) return this.#each(route, answer.each, form);
    const shown = { ...answer, rows: this.#withSamples(route, answer) };
    const { endpoint } = route;
    const { repeats = 'repeats' in endpoint ? endpoint.repeats : undefined } = answer;
    if (repeats !== undefined) return this.#walked(route, shown, form, { repeats, given });
    return this.#filled(route, shown, form) ?? this.#walked(route, shown, form);
  }

  /** Writes what every answer of the venue has. */
  stamped(document: unknown, rows: readonly Row[] = [], route?: Route, list: PageOfList = {}): unknown {
    const { venue, words, ids } = this.#options;
    const { every_answer: everywhere, time_unit: timeUnit } = venue.description;
    const row = { facts: this.#factsAround(rows, route, list) };
    const writing = route === undefined ? { words, ids, timeUnit } : this.writing(route);
    const stamped = writeAround(document, route?.response?.around, row, writing);
    return writeAround(stamped, everywhere, row, { ...writing, timeUnit });
  }

  /** A refusal with what every answer has and what it repeats of the request. */
  refusal(document: unknown, given: Given): unknown {
    return this.#repeated(this.stamped(document), this.#options.venue.description.errors.repeats, given);
  }

  /** How an endpoint's values are written. */
  writing(route: Route): WriteContext {
    const known = this.#writings.get(route);
    if (known !== undefined) return known;
    const { venue, words, ids } = this.#options;
    const timeUnit = route.endpoint.time_unit ?? venue.description.time_unit;
    const writing = { words, ids, timeUnit, isWallet: route.purpose === 'balances' };
    this.#writings.set(route, writing);
    return writing;
  }

  #withSamples(route: Route, { rows }: Rows): readonly Row[] {
    if (route.name === 'instruments') return rows;
    const { venue, words } = this.#options;
    const { sample, sample_when_filled: filled } = route.endpoint;
    if (route.purpose === 'instruments')
      return withMarketSamples(rows, route, venue.samples.get(sample), words);
    const plain = rows.map(withoutSample);
    return filled === undefined
      ? plain
      : withFilledSamples(plain, route, venue.samples.get(sample), venue.samples.get(filled));
  }

  #filled(route: Route, answer: Rows, form: Form | undefined): string | undefined {
    if (answer.book !== undefined || answer.replaced !== undefined) return undefined;
    const template = this.#template(route, sampleFor(route, answer), form);
    if (template?.fits(answer.rows) !== true) return undefined;
    const facts = template.hasAround ? this.#factsAround(answer.rows, route) : {};
    return template.write({ rows: answer.rows, around: { facts } });
  }

  #walked(
    route: Route,
    answer: Plain,
    form: Form | undefined,
    { repeats, given }: { readonly repeats?: Repeats; readonly given: Given } = { given: {} },
  ): string {
    const sample = this.#options.venue.samples.get(sampleFor(route, answer));
    const document =
      'sample' in answer
        ? this.stamped(copy(sample), [], route)
        : this.stamped(this.#written(route, sample, answer), answer.rows, route, answer);
    return jsonText(inForm(this.#repeated(document, repeats, given), form));
  }

  /** One row for each of several requests, also for those that failed. */
  #each(route: Route, each: readonly AnswerOfOne[], form: Form | undefined): string {
    const { venue } = this.#options;
    const { endpoint, response } = route;
    const rows = this.#withSamples(route, { rows: each.flatMap((one) => ('rows' in one ? one.rows : [])) });
    const sample = venue.samples.get(sampleFor(route, { rows }));
    const document = this.#written(route, sample, { rows });
    const failedRows = 'failed_rows' in endpoint ? endpoint.failed_rows : undefined;
    const complete =
      failedRows === undefined || failedRows === 'left_out'
        ? document
        : withFailedRows(document, each, {
            failedRows,
            items: response?.items ?? '',
            sample: venue.samples.get(failedRows.sample),
            words: (failed) => this.#words(failed, route),
            repeated: (row, repeats, given) => this.#repeated(row, repeats, given),
          });
    return jsonText(inForm(this.stamped(complete, rows, route), form));
  }

  /** The venue's code and words for one of several requests. */
  #words(failed: FailedOne, { endpoint }: Route): { code: string | number; message: string } {
    const { venue, words } = this.#options;
    const { code, message } = describedRefusal(failed.refused, venue.description.errors);
    return { code, message: refusalText(message, { ...failed, endpoint }, words) };
  }

  #repeated(document: unknown, repeats: Repeats | undefined, given: Given): unknown {
    const { venue, desk, words, ids } = this.#options;
    const writing = { words, ids, timeUnit: venue.description.time_unit };
    return withRepeats(document, repeats, given, (sample) => wireValue('time', desk.now(), sample, writing));
  }

  #written(route: Route, sample: unknown, { rows, book, next, replaced }: Rows): unknown {
    const writing = this.writing(route);
    const { response, endpoint } = route;
    const groups = 'groups' in endpoint ? endpoint.groups : undefined;
    if (response !== undefined && groups !== undefined)
      return writeGroups(sample, groups, response, rows, writing, (group) => this.#factsAround(group, route));
    const fresh = response === undefined ? sample : writeDocument(sample, response, rows, writing);
    const old = 'replaced' in endpoint ? endpoint.replaced : undefined;
    const written =
      old === undefined || replaced === undefined ? fresh : writeDocument(fresh, old, [replaced], writing);
    const document = withNextPage(written, next, endpoint);
    const sides = 'book' in endpoint ? endpoint.book : undefined;
    if (book === undefined || sides === undefined) return document;
    return writeDocument(
      writeDocument(document, sides.bids, book.bids, writing),
      sides.asks,
      book.asks,
      writing,
    );
  }

  #template(route: Route, sample: string, form: Form | undefined): AnswerTemplate | undefined {
    let ofRoute = this.#templates.get(route);
    if (ofRoute === undefined) this.#templates.set(route, (ofRoute = new Map()));
    let ofSample = ofRoute.get(sample);
    if (ofSample === undefined) ofRoute.set(sample, (ofSample = new Map()));
    if (ofSample.has(form)) return ofSample.get(form);
    const { samples, description } = this.#options.venue;
    const template = answerTemplate({
      sample: samples.get(sample),
      route,
      everywhere: description.every_answer,
      writing: this.writing(route),
      timeUnit: description.time_unit,
      cut: (document) => inForm(document, form),
    });
    ofSample.set(form, template);
    return template;
  }

  /** What stands once in an answer: its time, its market, how many rows it has. */
  #factsAround(
    rows: readonly Row[],
    route: Route | undefined,
    { total = rows.length, page }: PageOfList = {},
  ): Facts {
    const { desk } = this.#options;
    const { symbol, interval } = rows[0]?.facts ?? {};
    const market = desk.markets.find((each) => each.symbol === symbol);
    const isPriced =
      market !== undefined && Object.values(route?.response?.around ?? {}).includes('bid_price');
    return {
      ...(isPriced ? tickerFacts(desk, market) : {}),
      ...(route?.purpose === 'balances' ? { ...worthOf(rows), ...feeFacts(desk) } : {}),
      time: desk.now(),
      count: total,
      ...(page === undefined ? {} : pageFacts(page, total)),
      timestamp: rows.findLast((row) => row.facts.closed === true)?.facts.timestamp,
      ...(symbol === undefined ? {} : { symbol }),
      ...(interval === undefined ? {} : { interval }),
      order_id: rows.at(-1)?.facts.order_id,
      fill_id: rows.at(-1)?.facts.fill_id,
    };
  }
}

/** An order that was filled at once may have an answer of another shape. */
function sampleFor({ endpoint }: Route, answer: Plain): string {
  const { sample, sample_when_filled: filled } = endpoint;
  const [first] = 'rows' in answer ? answer.rows : [];
  return filled !== undefined && first !== undefined && isFilled(first) ? filled : sample;
}

/** Of an empty list there is one page, which is empty. */
function pageFacts({ number, size }: Page, total: number): Facts {
  return { page_number: number, page_size: size, page_count: Math.max(1, Math.ceil(total / size)) };
}

/** What stands in each row of an account; an account without assets is worth nothing. */
function worthOf([row]: readonly Row[]): Facts {
  const { account_value, account_free_value } = row?.facts ?? {};
  return { account_value, account_free_value };
}

function withoutSample(row: Row): Row {
  if (row.sampleRow === undefined) return row;
  const { sampleRow: _, ...rest } = row;
  return rest;
}
