const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Whether text from outside can be an id; Postgres throws on any other. */
export function isUuid(text: string): boolean {
  return pattern.test(text)
}
