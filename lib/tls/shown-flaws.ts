import type { Flaws } from './observation.ts'

/** The worst first, by the names under which people know them. */
export const knownFlaws = [
  { flaw: 'heartbleed', name: 'Heartbleed' },
  { flaw: 'rsaPaddingOracle', name: 'ROBOT' },
  { flaw: 'earlyChangeCipherSpec', name: 'CCS injection' },
  { flaw: 'ticketbleed', name: 'Ticketbleed' },
] as const satisfies readonly { readonly flaw: keyof Flaws; readonly name: string }[]

/** Names of those that the server showed. */
export function shownFlaws(flaws: Flaws): readonly string[] {
  return knownFlaws.flatMap(({ flaw, name }) => {
    const fact = flaws[flaw]
    return fact.status === 'observed' && fact.value ? [name] : []
  })
}
