import { access, rename } from 'node:fs/promises';

/** Gives the damaged file a name of its own, `<path>.corrupt-<n>`, and returns it. */
export async function keepAside(path: string): Promise<string> {
  for (let n = 1; ; n++) {
    const aside = `${path}.corrupt-${n}`;
    if (await exists(aside)) continue;
    await rename(path, aside);
    return aside;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
