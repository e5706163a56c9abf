/** `a,b\,c` gives `a` and `b,c`; empty items fall away, repeated ones count once. Browsers use it too. */
export function splitList(text: string): string[] {
  const items = text.match(/(?:\\.|[^,\\]|\\$)+/gs) ?? []
  const values = items.map((item) => item.replaceAll(/\\(.)/gs, '$1').trim()).filter((item) => item !== '')
  return [...new Set(values)]
}

/** The inverse of `splitList`. */
export function joinList(items: readonly string[]): string {
  return items.map((item) => item.replaceAll(/[\\,]/g, '\\$&')).join(',')
}
