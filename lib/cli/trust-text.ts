import { printable } from '#lib/scan/printable.ts'
import type { Observation } from '#lib/tls/observation.ts'
import { pathReasonText, pathReasonWords } from '#lib/x509/path/path-reason-words.ts'

/** Attempts that are told: they tell why there is no path. */
const mostAttempts = 3

/** Why a chain is not trusted, in words; nothing where it is, or where nobody judged it. */
export function trustLines({ facts: { trust } }: Observation): readonly string[] {
  if (trust.status !== 'observed') return []
  const { store, error, pathFound, verdict } = trust.value
  if (error === null) return []
  const head = `${pathFound ? 'a path to' : 'no path to'} ${store.name}: ${pathReasonText(error)}`
  const attempts = pathFound ? [] : (verdict?.refused ?? []).slice(0, mostAttempts)
  return [
    `    trust    ${printable(head, 200)}`,
    ...attempts.map(({ sha256, fault: { reason, at, detail } }) => {
      const place = at === 0 ? 'the leaf' : `certificate ${at} of ${sha256.length}`
      return `             at ${place}: ${printable(`${pathReasonWords[reason]} (${detail})`, 200)}`
    }),
  ]
}
