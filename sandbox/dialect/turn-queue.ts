/**
 * Work that is done in one go once everything that this turn of the event loop brought is taken in. Answers are written
 * so: each one wakes its client, and as many clients as there are connections are cheaper to wake at once.
 */
export class TurnQueue {
  #tasks: (() => void)[] = [];
  #done: Promise<void> | undefined;

  /** Resolves when it is done, with all others of the turn. The task must not throw. */
  add(task: () => void): Promise<void> {
    this.#tasks.push(task);
    this.#done ??= new Promise((resolve) => {
      endOfTurn(() => {
        const tasks = this.#tasks;
        this.#tasks = [];
        this.#done = undefined;
        for (const one of tasks) one();
        resolve();
      });
    });
    return this.#done;
  }
}

/** The real one, whatever clock a test in this process installs. */
const endOfTurn = setImmediate;
