// Preloaded into a process that is to be killed at its n-th step on the disk: KILL_AT=n.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const last = Number(process.env.KILL_AT);
let steps = 0;

/** A write is killed with its file made and nothing in it; every other step before it is done. */
function counted(name, isMidway) {
  const original = fs.promises[name];
  fs.promises[name] = async (...args) => {
    steps += 1;
    if (steps < last) return original(...args);
    if (isMidway) await original(...args);
    process.kill(process.pid, 'SIGKILL');
    return new Promise(() => undefined);
  };
}

for (const name of ['mkdir', 'rename', 'unlink', 'rmdir', 'rm']) counted(name, false);
const { open } = fs.promises;
counted('open', true);
const countedOpen = fs.promises.open;
// Opened for reading, a file or folder does not change.
fs.promises.open = (path, flags, ...rest) => (flags === 'wx' ? countedOpen : open)(path, flags, ...rest);
syncBuiltinESMExports();
