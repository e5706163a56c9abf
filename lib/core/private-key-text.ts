/** A private key as it stood in a text: to be hashed and forgotten, never kept, logged or told. */
export interface PrivateKeyText {
  /** From 1. */
  readonly line: number
  /** As it stood there: PEM, or a JSON Web Key. */
  readonly secret: string
}

export interface TextWithoutKeys {
  /** Line breaks stand where they stood, so that line numbers stay right. */
  readonly text: string
  readonly keys: readonly PrivateKeyText[]
}

/**
 * PEM of any private key (RFC 7468 10 and 11, OpenSSL's older forms, OpenSSH, PGP), with damaged or escaped line breaks;
 * what has lost its end goes on to the next block, or to the end of the text. And PuTTY's own form.
 */
const pem =
  /-{2,}\s{0,4}BEGIN[^-\n]{0,60}PRIVATE KEY[^-\n]{0,20}-{2,}[\s\S]*?(?:-{2,}\s{0,4}END[^-\n]{0,60}PRIVATE KEY[^-\n]{0,20}-{2,}|(?=-{5}BEGIN )|$)/gi
const putty = /Private-Lines:\s{0,4}\d{1,6}[\s\S]*?(?=Private-MAC|$)/g
/** Members of a JSON Web Key that are secret (RFC 7518 6.2.2, 6.3.2 and 6.4.1; RFC 8037 2). */
const jwkSecret = /(\\?"(?:d|p|q|dp|dq|qi|k)\\?"\s{0,40}:\s{0,40}\\?")([A-Za-z0-9_-]{16,})(?=\\?")/g

/** Takes private keys out of a text from outside. What is left holds nothing of them. */
export function takePrivateKeyText(text: string): TextWithoutKeys {
  if (!mayHoldKey(text)) return { text, keys: [] }
  const lineOf = lineCounter(text)
  const keys: PrivateKeyText[] = []
  const cut = (secret: string, index: number) => {
    keys.push({ line: lineOf(index), secret })
    return secret.replace(/[^\n]/g, '')
  }
  const blocks = text.replace(pem, cut).replace(putty, cut)
  if (!blocks.includes('"kty')) return { text: blocks, keys }
  keys.push(...jwks(blocks))
  return { text: blocks.replace(jwkSecret, '$1'), keys }
}

/** The text without any private key. */
export function withoutPrivateKeys(text: string): string {
  return takePrivateKeyText(text).text
}

function mayHoldKey(text: string): boolean {
  return /PRIVATE KEY|Private-Lines|\\?"kty/i.test(text)
}

/** Line of an index; indexes have to come in order within one pass, and begin anew where they don't. */
function lineCounter(text: string): (index: number) => number {
  let at = 0
  let line = 1
  return (index) => {
    if (index < at) [at, line] = [0, 1]
    for (let next = text.indexOf('\n', at); next !== -1 && next < index; next = text.indexOf('\n', at)) {
      at = next + 1
      line += 1
    }
    return line
  }
}

/** Keys of a JSON text, whole: without its public half a key has no name. */
function jwks(text: string): PrivateKeyText[] {
  const keys: PrivateKeyText[] = []
  const visit = (value: unknown, depth: number): void => {
    if (depth > 20 || typeof value !== 'object' || value === null) return
    if ('kty' in value && ('d' in value || 'k' in value)) keys.push({ line: 1, secret: JSON.stringify(value) })
    for (const member of Object.values(value)) visit(member, depth + 1)
  }
  try {
    visit(JSON.parse(text), 0)
  } catch {
    const [first] = text.matchAll(jwkSecret)
    if (first) keys.push({ line: lineCounter(text)(first.index), secret: '' })
  }
  return keys
}
