import { Ban, CircleDashed, Plug, Unplug } from 'lucide-react'
import type { OutcomeKind } from '#lib/tls/observation.ts'
import { Badge } from './badge.tsx'

export const outcomeWords: Readonly<Record<OutcomeKind, string>> = {
  handshake: 'Reached',
  'dns-failure': 'No such name',
  'blocked-by-scope': 'Out of scope',
  refused: 'Refused',
  unreachable: 'Unreachable',
  timeout: 'Timed out',
  reset: 'Reset',
  closed: 'Closed early',
  'not-tls': 'Not TLS',
  alert: 'TLS alert',
  'starttls-refused': 'STARTTLS refused',
  'plaintext-after-starttls': 'Plaintext after STARTTLS',
  'other-protocol': 'Other protocol',
  'too-much-data': 'Too much data',
  'protocol-error': 'Protocol error',
}

/** How the last attempt ended; null: never tried. To be reached says nothing about trust, so it is not green. */
export function OutcomeBadge({ outcome, detail }: { outcome: OutcomeKind | null; detail?: string | null | undefined }) {
  const Icon =
    outcome === null ? CircleDashed : outcome === 'handshake' ? Plug : outcome === 'blocked-by-scope' ? Ban : Unplug
  const look =
    outcome === 'handshake'
      ? 'border-line-strong bg-surface text-ink'
      : 'border-dashed border-unknown-mark bg-unknown-bg text-unknown-fg'
  return (
    <Badge className={look} title={detail ?? undefined}>
      <Icon aria-hidden="true" />
      {outcome === null ? 'Never scanned' : outcomeWords[outcome]}
    </Badge>
  )
}
