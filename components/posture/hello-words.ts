import type { ClockReading } from '#lib/tls/http-fact.ts'
import type { Flaws } from '#lib/tls/observation.ts'
import { shownFlaws } from '#lib/tls/shown-flaws.ts'
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

/** Which flaws were shown; that none is known to be there is not said where one was not learned. */
export function flawsText(flaws: Flaws): string {
  const shown = shownFlaws(flaws)
  const unknown = Object.values(flaws).some(({ status }) => status === 'failed')
  return [...shown, ...(unknown ? ['not all are known'] : [])].join(', ') || 'none was shown'
}
