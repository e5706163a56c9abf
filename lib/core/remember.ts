/** Keeps a value in a map of at most `most`: what was kept first goes first. */
export function remember<Key, Value>(map: Map<Key, Value>, most: number, key: Key, value: Value): void {
  const oldest = map.keys().next()
  if (map.size >= most && !oldest.done) map.delete(oldest.value)
  map.set(key, value)
}
