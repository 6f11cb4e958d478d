import { Agent } from 'node:https';
import { connect, type Socket } from 'node:net';

/** Leads every connection to a port of this machine, whatever host was asked for, and leaves TLS out. */
export class LeadingAgent extends Agent {
  readonly #port: number;

  constructor(url: string) {
    super();
    this.#port = Number(new URL(url).port);
  }

  override createConnection(): Socket {
    return connect(this.#port, '127.0.0.1');
  }
}
