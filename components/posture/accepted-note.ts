import type { Accepted } from '#lib/tls/observation.ts'
import { preferenceWords } from './version-words.ts'

/** Whose order decides, and whether the list is whole. */
export function acceptedNote({ accepted, preference, complete }: Accepted<unknown>): string {
  const parts = [
    accepted.length === 0 ? 'none' : accepted.length.toLocaleString('en'),
    ...(accepted.length === 0 ? [] : [preferenceWords[preference]]),
    ...(complete ? [] : ['there may be more']),
  ]
  return parts.join(', ')
}
