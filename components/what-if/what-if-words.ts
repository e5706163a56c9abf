import type { Turn } from '#lib/data/what-if/compare.ts'
import { pathReasonText } from '#lib/x509/path/path-reason-words.ts'

interface TurnWords {
  /** Of a tab. */
  readonly label: string
  /** Under a number of endpoints. */
  readonly counted: string
  readonly note: string
  readonly none: string
}

export const turnWords: Readonly<Record<Turn, TurnWords>> = {
  broken: {
    label: 'Breaks',
    counted: 'endpoints break',
    note: 'Trusted as things stand, and not any more.',
    none: 'Nothing that is trusted now would cease to be.',
  },
  mended: {
    label: 'Is mended',
    counted: 'endpoints are mended',
    note: 'Not trusted as things stand, and then trusted.',
    none: 'Nothing that is not trusted now would come to be.',
  },
  rerouted: {
    label: 'Takes another path',
    counted: 'endpoints take another path',
    note: 'Trusted both times, by another path than the one that counts now.',
    none: 'Nothing would be trusted by another path than now.',
  },
  kept: {
    label: 'Keeps another path',
    counted: 'endpoints keep another path',
    note: 'A path of theirs goes, and another one stands.',
    none: 'Nothing loses one path and keeps another.',
  },
}

/** What hangs on a key is said in words of its own. */
export const radiusWords: Readonly<Record<'broken' | 'kept', TurnWords>> = {
  broken: {
    label: 'Lost with it',
    counted: 'endpoints are lost with it',
    note: 'Every valid path runs through this key.',
    none: 'Nothing that is trusted now depends on this key alone.',
  },
  kept: {
    ...turnWords.kept,
    note: 'A path runs through this key, and another one does not.',
    none: 'Nothing has a path through this key and one beside it.',
  },
}

/** Why there is no path, as the end of a sentence. */
export function reasonText(reason: string | null): string {
  return reason === null ? 'no path' : pathReasonText(reason)
}

export const statusWords = {
  queued: 'Waiting for a worker',
  running: 'Judging the stored chains',
  done: 'Answered',
  failed: 'Failed',
} as const
