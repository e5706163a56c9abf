import type { Attempt } from '../attempt.ts'

/** Null where the session stands. */
export function whyUnfinished({ outcome, aftermath, flight }: Attempt): string | null {
  if (outcome.kind === 'alert') return `alert-${outcome.name}`
  if (outcome.kind !== 'handshake') return outcome.kind
  if (flight.notCompleted) return 'not-completed'
  if (aftermath?.kind === 'alert') return `alert-${aftermath.alert.name}`
  return aftermath?.kind === 'closed' || aftermath?.kind === 'reset' ? aftermath.kind : null
}
