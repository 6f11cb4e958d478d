/** Like Promise.all, but a failure waits for the others: nothing is still being written when the caller cleans up. */
export async function all<T>(work: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
