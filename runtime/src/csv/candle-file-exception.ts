import { ExchangeConnectionException } from '../exceptions.js';

/** A candle file cannot be read, or what stands in it is no usable candle. The message says where and what to do. */
export class CandleFileException extends ExchangeConnectionException {
  override readonly code: string = 'CANDLE_FILE_INVALID';
  readonly file: string;
  /** 1 is the header; undefined where the file as a whole is meant. */
  readonly line: number | undefined;

  constructor(
    file: string,
    line: number | undefined,
    message: string,
    details: { readonly cause?: unknown } = {},
  ) {
    super(`${file}${line === undefined ? '' : `:${line}`}: ${message}`, details);
    this.file = file;
    this.line = line;
  }
}
