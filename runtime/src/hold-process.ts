/** Keeps the process alive until the returned function is called: the clock's timers do not. */
export function holdProcess(): () => void {
  const handle = setInterval(() => undefined, LONG_MS);
  return () => clearInterval(handle);
}

/** Close to the longest delay Node's timers take. */
const LONG_MS = 2_000_000_000;
