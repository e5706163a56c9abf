/** What a rule says of the hosts that match it. */
export interface RuleText {
  /**
   * A glob over the host, without regard to case: `*` stands for any characters within one label (`*.example.com`
   * matches `a.example.com` and not `a.b.example.com`), `**` for any characters, dots included.
   */
  readonly hostPattern: string
  /** A DNS name or SPIFFE ID; `{host}` stands for the host, `{label1}` for its first label, and so on. */
  readonly identityName: string
}

/** The first rule that matches, or null. */
export function matchRule<Rule extends RuleText>(rules: readonly Rule[], host: string): Rule | null {
  return rules.find((rule) => matchesPattern(rule.hostPattern, host)) ?? null
}

/** Whether the whole host matches. */
export function matchesPattern(pattern: string, host: string): boolean {
  return matchesGlob(pattern.toLowerCase(), host.toLowerCase().replace(/\.$/, ''), '.')
}

/**
 * Whether the whole text matches: `*` stands for any characters but the separator, `**` for any. Keeps the set of places
 * that a prefix of the pattern can reach, so that no pattern takes more than pattern × text² steps (a regular expression
 * of many stars would).
 */
export function matchesGlob(pattern: string, text: string, separator: string): boolean {
  const tokens = tokenize(pattern)
  let reachable = new Set([0])
  for (const token of tokens) {
    const next = new Set<number>()
    for (const at of reachable) {
      if (token.length === 1 && token !== '*') {
        if (text[at] === token) next.add(at + 1)
        continue
      }
      next.add(at)
      for (let end = at; end < text.length && (token === '**' || text[end] !== separator); end += 1) next.add(end + 1)
    }
    reachable = next
  }
  return reachable.has(text.length)
}

function tokenize(pattern: string): string[] {
  return pattern.match(/\*\*+|[\s\S]/g)?.map((token) => (token.startsWith('**') ? '**' : token)) ?? []
}

/** The identity's name for a host. A label that the host does not have leaves its place empty, which makes no name. */
export function identityNameFor(template: string, host: string): string {
  const name = host.toLowerCase().replace(/\.$/, '')
  const labels = name.split('.')
  return template.replace(/\{(?:host|label(\d{1,3}))\}/g, (_, index?: string) =>
    index === undefined ? name : (labels[Number(index) - 1] ?? ''),
  )
}
