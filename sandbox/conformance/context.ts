import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSources, type Sources } from './sources.js';
import { Session, type SessionOptions, type SessionSubject } from './session.js';

export interface CheckSubject extends SessionSubject {
  /** The connector's folder. */
  readonly folder: string;
}

/** What a check works with. Sessions that it opens are closed for it. */
export class CheckContext {
  readonly subject: CheckSubject;
  readonly #sessions: Session[] = [];
  readonly #folders: string[] = [];

  constructor(subject: CheckSubject) {
    this.subject = subject;
  }

  get venue(): CheckSubject['venue'] {
    return this.subject.venue;
  }

  /** The sandbox and a connector that is not connected yet. */
  async open(options?: SessionOptions): Promise<Session> {
    const session = await Session.open(this.subject, options);
    this.#sessions.push(session);
    return session;
  }

  async connected(options?: SessionOptions): Promise<Session> {
    const session = await this.open(options);
    await session.connect();
    return session;
  }

  /** The connector's own source files. */
  sources(): Promise<Sources> {
    return readSources(this.subject.folder);
  }

  /** A folder of its own, removed when all sessions are closed. */
  async temporaryFolder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'conformance-'));
    this.#folders.push(folder);
    return folder;
  }

  get sessions(): readonly Session[] {
    return this.#sessions;
  }

  async close(): Promise<void> {
    for (const session of this.#sessions) await session.close();
    for (const folder of this.#folders) await rm(folder, { recursive: true, force: true });
  }
}
