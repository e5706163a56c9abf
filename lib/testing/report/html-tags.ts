export interface HtmlTag {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
}

const voidTags: ReadonlySet<string> = new Set(['meta', 'br', 'path', 'rect'])
const tag = /<(!doctype html|\/?[a-z][a-z0-9]*)((?:\s+[a-z][a-zA-Z-]*(?:="[^"<>]*")?)*)\s*(\/?)>/gy
const attribute = /([a-z][a-zA-Z-]*)="([^"]*)"/g

/**
 * Reads a page as strictly as XML: every tag closed, every attribute quoted, no `<`, `>` or bare `&` in text. Throws where it is
 * anything else, so that no browser can read another page out of it.
 */
export function readHtmlTags(page: string): readonly HtmlTag[] {
  const tags: HtmlTag[] = []
  const open: string[] = []
  for (let at = 0; at < page.length; ) {
    const next = page.indexOf('<', at)
    const text = page.slice(at, next < 0 ? undefined : next)
    // Only the style holds `>` (it is read by no rule of text).
    if (open.at(-1) !== 'style' && />|&(?!(amp|lt|gt|quot|#39);)/.test(text))
      throw new Error(`not escaped: ${text.slice(0, 80)}`)
    if (next < 0) break
    tag.lastIndex = next
    const found = tag.exec(page)
    if (!found) throw new Error(`no tag: ${page.slice(next, next + 80)}`)
    const [, name = '', attributes = '', closed] = found
    at = tag.lastIndex
    if (name.startsWith('/')) {
      const expected = open.pop()
      if (expected !== name.slice(1)) throw new Error(`<${name}> closes <${expected}>`)
    } else if (!name.startsWith('!')) {
      tags.push({
        name,
        attributes: new Map([...attributes.matchAll(attribute)].map(([, key = '', value = '']) => [key, value])),
      })
      if (!voidTags.has(name) && closed !== '/') open.push(name)
    }
  }
  if (open.length > 0) throw new Error(`left open: ${open.join(' ')}`)
  return tags
}
