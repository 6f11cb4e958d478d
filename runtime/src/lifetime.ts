import { setMaxListeners } from 'node:events';

/** A controller for all that goes on between a start and a stop, however much of it listens at once. */
export function lifetime(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}
