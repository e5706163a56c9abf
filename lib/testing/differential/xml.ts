/** An element of a document that a scanner wrote. `text` is what stands directly in it. */
export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Element[]
  readonly text: string
}

interface Open extends Element {
  readonly children: Element[]
  text: string
}

const token =
  /<!\[CDATA\[([\s\S]*?)\]\]>|<!--[\s\S]*?-->|<[?!][^>]*>|<\/([\w:.-]+)\s*>|<([\w:.-]+)((?:\s+[\w:.-]+="[^"]*")*)\s*(\/?)>|([^<]+)/g
const attribute = /([\w:.-]+)="([^"]*)"/g
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/**
 * Reads what sslscan and nmap write: elements, attributes, CDATA and character references; no DTD, no namespaces. Gives
 * the root. Throws for a document whose elements do not close in their order.
 */
export function readXml(document: string): Element {
  const root = open('', '')
  const stack = [root]
  for (const [, cdata, closes, opens, attributes = '', empty, text] of document.matchAll(token)) {
    const here = stack.at(-1) ?? root
    if (cdata !== undefined) here.text += cdata
    else if (text !== undefined) here.text += decoded(text)
    else if (opens !== undefined) {
      const element = open(opens, attributes)
      here.children.push(element)
      if (empty !== '/') stack.push(element)
    } else if (closes !== undefined && stack.pop()?.name !== closes) throw new Error(`</${closes}> closes nothing`)
  }
  const [first] = root.children
  if (!first || stack.length > 1) throw new Error(`<${stack.at(-1)?.name}> is not closed`)
  return first
}

/** All elements of this name at any depth, in the order of the document. */
export function elementsOf(element: Element, name: string): readonly Element[] {
  return element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...elementsOf(child, name)])
}

/** The child whose attribute `key` is this, as nmap names its tables. */
export function keyed(element: Element | undefined, key: string): Element | undefined {
  return element?.children.find((child) => child.attributes['key'] === key)
}

function open(name: string, attributes: string): Open {
  const pairs = [...attributes.matchAll(attribute)].map(([, key = '', value = '']) => [key, decoded(value)])
  return { name, attributes: Object.fromEntries(pairs), children: [], text: '' }
}

function decoded(text: string): string {
  return text.replace(/&(#x[\da-f]+|#\d+|\w+);/gi, (whole, reference: string) => {
    if (!reference.startsWith('#')) return entities[reference] ?? whole
    const code = /^#x/i.test(reference) ? Number.parseInt(reference.slice(2), 16) : Number(reference.slice(1))
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
