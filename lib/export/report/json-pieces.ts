type Items = Iterable<unknown> | AsyncIterable<unknown>

/**
 * `,"key":[…]` with one item per line, written while items come; nothing at all where there are none, because schemas
 * refuse empty arrays. The comma before it is the caller's where the array comes first.
 */
export async function* arrayMember(key: string, items: Items, comma = ','): AsyncGenerator<string> {
  let before = `${comma}\n${JSON.stringify(key)}:[\n`
  let any = false
  for await (const item of items) {
    yield `${before}${JSON.stringify(item)}`
    before = ',\n'
    any = true
  }
  if (any) yield '\n]'
}

/** `{…}` without its closing brace, so that streamed members can follow. */
export function openObject(members: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(members).slice(0, -1)
}

/** A member where there is something to hold, for spreading: schemas refuse empty arrays. */
export function filled(key: string, items: readonly unknown[]): Readonly<Record<string, readonly unknown[]>> {
  return items.length === 0 ? {} : { [key]: items }
}
