import { AtsException } from '../exceptions.js';

/** The file of a state cannot be used: it is no file, or cannot be read or written. The message says which and why. */
export class StateFileException extends AtsException {
  override readonly code: string = 'STATE_FILE_UNUSABLE';
  readonly path: string;

  constructor(path: string, message: string, details: { readonly cause?: unknown } = {}) {
    super(`${path}: ${message}`, details);
    this.path = path;
  }
}

/** Another process has the state: two that write it would erase each other's open orders. */
export class StateLockedException extends StateFileException {
  override readonly code: string = 'STATE_LOCKED';
  /** Of the process that has it. */
  readonly pid: number;

  constructor(path: string, lock: string, pid: number) {
    super(path, `is in use by process ${pid}, says ${lock}; end that process, or keep another state file`);
    this.pid = pid;
  }
}
