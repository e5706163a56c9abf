/** Peer text made safe to show and store: printable ASCII only, everything else as `\xNN`, cut to `limit` characters. */
export function printable(bytes: Uint8Array | string, limit = 120): string {
  const raw = typeof bytes === 'string' ? Buffer.from(bytes) : bytes
  let text = ''
  for (const byte of raw) {
    if (text.length >= limit) return `${text.slice(0, limit)}…`
    text +=
      byte >= 0x20 && byte < 0x7f && byte !== 0x5c
        ? String.fromCharCode(byte)
        : `\\x${byte.toString(16).padStart(2, '0')}`
  }
  return text
}

/**
 * A greeting without what changes from one session to the next (dates, clocks, session ids, APOP challenges),
 * so that an unchanged server gives equal facts.
 */
export function stableGreeting(line: string): string {
  const words = line
    .slice(0, 512)
    .replace(/<[^>]*>/g, '')
    .replace(/\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun),? .*$/, '')
    .replace(/\b\d{1,2}:\d{2}(:\d{2})?\b.*$/, '')
    .split(/\s+/)
    .filter((word) => !/^(?=.*\d)(?=.*[a-z])[a-z0-9_-]{10,}$/i.test(word))
  return printable(words.join(' ').trim())
}
