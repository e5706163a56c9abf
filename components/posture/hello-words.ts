import type { ClockReading } from '#lib/tls/http-fact.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'

/** What the server names to whoever offers NPN. */
export function nextProtocolsText(names: readonly string[] | null): string {
  if (names === null) return 'not spoken'
  return names.length === 0 ? 'spoken, and names nothing' : names.map(escapeUnsafe).join(', ')
}

const clocks = {
  'not-told': 'not told',
  right: 'told in every handshake below TLS 1.3, and right',
  wrong: 'told in every handshake below TLS 1.3, and more than five minutes wrong',
} as const satisfies Record<ClockReading, string>

/** What the randoms of a server tell of its clock. */
export function clockText(clock: ClockReading): string {
  return clocks[clock]
}
