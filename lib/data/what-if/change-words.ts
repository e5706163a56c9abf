import type { StoredChange } from './change.ts'

/** What is supposed, a line for each part, in names as they were. */
export function changeLines(change: StoredChange): string[] {
  const { about, distrust, at, forbidHashes, minRsaBits } = change
  const one = about.keys.length === 1 ? about.keys[0] : undefined
  return [
    ...(about.blastRadiusOf === null
      ? []
      : [`No path runs through the key of ${one?.subject ?? about.blastRadiusOf.slice(0, 16)}`]),
    ...about.removed.map(({ subject }) => `Without the anchor ${subject}`),
    ...about.added.map(({ subject }) => `With the anchor ${subject}`),
    ...(about.blastRadiusOf === null ? about.keys : []).map(({ spkiSha256, subject }) => {
      const from = distrust.find((entry) => entry.spkiSha256 === spkiSha256)?.effectiveAt
      return `Distrust of the key ${subject ?? `${spkiSha256.slice(0, 16)}…`}${from === undefined ? '' : ` from ${dayOf(from)}`}`
    }),
    ...(about.advisory ? [advisoryLine(about.advisory)] : []),
    ...(at === undefined ? [] : [`On ${dayOf(at)}`]),
    ...forbidHashes.map((hash) => `No signatures with ${hash.toUpperCase().replace('SHA', 'SHA-')}`),
    ...(minRsaBits === undefined ? [] : [`RSA keys of at least ${minRsaBits} bits`]),
    ...(about.store === null ? [] : [`For what answers to ${about.store} alone`]),
  ]
}

function advisoryLine({ title, keys, atOnce }: NonNullable<StoredChange['about']['advisory']>): string {
  const count = keys === 1 ? 'one key' : `${keys.toLocaleString('en')} keys`
  return `The advisory “${title}” (${count})${atOnce ? ', as if its dates had come' : ''}`
}

function dayOf(instant: string): string {
  const iso = new Date(instant).toISOString()
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : `${iso.slice(0, 16).replace('T', ' ')} UTC`
}

/** For a question that was given no name. */
export function nameOf(change: StoredChange): string {
  const { blastRadiusOf, keys } = change.about
  if (blastRadiusOf !== null) return `What hangs on ${keys[0]?.subject ?? blastRadiusOf.slice(0, 16)}`.slice(0, 200)
  const [first = 'What if', ...more] = changeLines(change)
  return `${first}${more.length === 0 ? '' : `, and ${more.length} more`}`.slice(0, 200)
}
