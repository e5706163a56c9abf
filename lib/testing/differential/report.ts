import type { Disagreement } from './compare.ts'
import { explained } from './explained.ts'
import type { Result } from './scan-all.ts'

/** All disagreements for people to read, those without an explanation first, and how many of these there are. */
export function report(
  results: readonly Result[],
  verbose: boolean,
): { readonly text: string; readonly unexplained: number } {
  const all = results.flatMap(({ comparisons }) => comparisons.flatMap(({ disagreements }) => disagreements))
  const open = all.filter(({ explanation }) => explanation === null)
  const compared = results.reduce((sum, { comparisons }) => sum + comparisons.length, 0)
  const unable = results.filter((result) => result.unable !== null)
  const lines = [
    ...open.map((one) => `UNEXPLAINED ${lineOf(one)}`),
    ...explained.map((explanation) => {
      const cases = all.filter((one) => one.explanation === explanation)
      const shown = verbose ? cases.map((one) => `\n    ${lineOf(one)}`).join('') : ''
      return `explained ×${cases.length}: ${explanation.tool ?? 'all tools'}: ${explanation.why}${shown}`
    }),
    ...unable.map(({ subject, tool, unable: reason }) => `unable: ${tool} at ${subject}: ${reason?.split('\n')[0]}`),
    `${compared} facts of ${new Set(results.map(({ subject }) => subject)).size} servers compared, ` +
      `${all.length} disagreements, ${open.length} unexplained`,
  ]
  return { text: `${[...lines, ...coverage(results)].join('\n')}\n`, unexplained: open.length }
}

function lineOf({ subject, fact, tool, kind, word }: Disagreement): string {
  return `${subject}: ${fact}: ${tool} ${kind} ${word}`
}

/** Fact × tool: how many servers a tool reported a fact of, and of how many of them in our words. */
function coverage(results: readonly Result[]): readonly string[] {
  const counts = new Map<string, { reported: number; agreed: number }>()
  for (const { tool, comparisons } of results) {
    for (const { fact, disagreements } of comparisons) {
      const key = `${fact.replace(/ (TLS|SSL)v[\d.]+$/, ' by version')} | ${tool}`
      const count = counts.get(key) ?? { reported: 0, agreed: 0 }
      counts.set(key, count)
      count.reported += 1
      if (disagreements.length === 0) count.agreed += 1
    }
  }
  return [...counts].toSorted().map(([key, { reported, agreed }]) => `${key} | ${agreed} of ${reported} in our words`)
}
