import { printable } from '../printable.ts'
import type { PreludeConnection } from './prelude-connection.ts'
import { protocolError } from './prelude-error.ts'

export interface XmlTag {
  readonly kind: 'open' | 'close' | 'empty' | 'declaration'
  /** Without its prefix. */
  readonly name: string
  /** As the tag itself declares it for its prefix or the want of one; empty where it does not. */
  readonly namespace: string
  /** What stood before the tag, raw. */
  readonly text: string
  /** As sent. */
  readonly raw: string
}

const greaterThan = 0x3e

/** The next tag of an XML stream. Null where what comes is none. Throws PreludeError for what XMPP forbids (RFC 6120 11.1). */
export async function nextTag(connection: PreludeConnection): Promise<XmlTag | null> {
  let read = await connection.through(greaterThan)
  const start = read.indexOf('<')
  if (start < 0) return null
  // A quoted value may hold what ends a tag.
  while (!isWhole(read.slice(start)) && read.length < 4096) read += await connection.through(greaterThan)
  const raw = read.slice(start)
  const text = read.slice(0, start).trim()
  if (raw.startsWith('<?')) return { kind: 'declaration', name: '', namespace: '', text, raw }
  const match = /^<(\/?)(?:([\w.-]+):)?([A-Za-z_][\w.-]*)(?=[\s/>])/.exec(raw)
  if (raw.startsWith('<!')) throw protocolError(`what a stream may not hold: ${printable(raw, 60)}`)
  if (!match) return null
  return {
    kind: match[1] === '/' ? 'close' : raw.endsWith('/>') ? 'empty' : 'open',
    name: match[3] ?? '',
    namespace: namespaceOf(raw, match[2]),
    text,
    raw,
  }
}

function namespaceOf(tag: string, prefix: string | undefined): string {
  const declared = [...tag.matchAll(/\sxmlns(?::([\w.-]+))?\s*=\s*(?:'([^']*)'|"([^"]*)")/g)]
  const own = declared.find(([, name]) => name === prefix)
  return own?.[2] ?? own?.[3] ?? ''
}

function isWhole(tag: string): boolean {
  const rest = tag.replace(/'[^']*'|"[^"]*"/g, '')
  return !rest.includes("'") && !rest.includes('"')
}
