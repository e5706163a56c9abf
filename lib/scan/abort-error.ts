/** What every wait of this folder rejects with where its caller's signal aborts. */
export function abortError(signal: AbortSignal | undefined): DOMException {
  const error = new DOMException('The observation was aborted', 'AbortError')
  Object.defineProperty(error, 'cause', { value: signal?.reason })
  return error
}
