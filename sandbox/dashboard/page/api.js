/** Calls the control API; throws an Error with its one line where it refuses. */
export async function call(method, path, body) {
  const answer = await fetch(path, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const result = await answer.json();
  if (!answer.ok) throw new Error(result.error ?? `the sandbox answered ${answer.status}`);
  return result;
}
