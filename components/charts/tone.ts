/** What a mark means; each has one colour per theme. At most six in one chart. */
export type Tone = 'critical' | 'high' | 'medium' | 'low' | 'info' | 'pass' | 'unknown' | 'accent' | 'neutral'

const colours: Readonly<Record<Tone, string>> = {
  critical: 'var(--critical-mark)',
  high: 'var(--high-mark)',
  medium: 'var(--medium-mark)',
  low: 'var(--low-mark)',
  info: 'var(--info-mark)',
  pass: 'var(--pass-mark)',
  unknown: 'var(--unknown-mark)',
  accent: 'var(--accent)',
  neutral: 'var(--line-input)',
}

export function toneColour(tone: Tone): string {
  return colours[tone]
}

/** Unknown is hatched; the pattern comes from `hatchPattern(id)` within the same chart. */
export function toneFill(tone: Tone, patternId: string): string {
  return tone === 'unknown' ? `url(#${patternId})` : colours[tone]
}
