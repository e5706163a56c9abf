/** The longest first. */
const units = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const

/** Whole seconds to the last one: `1 d 12 h`. `readDuration` reads it back. */
export function exactDuration(seconds: number): string {
  let rest = seconds
  const parts = units.flatMap(([unit, length]) => {
    const count = Math.floor(rest / length)
    rest -= count * length
    return count === 0 ? [] : [`${count} ${unit}`]
  })
  return parts.length === 0 ? '0 s' : parts.join(' ')
}

/** `90 d`, `1 d 12 h`, `1,000 min`: seconds; null where it is no length of time. */
export function readDuration(text: string): number | null {
  const plain = text.trim().replaceAll(/(\d),(?=\d{3}(?!\d))/g, '$1')
  if (!/^(\d{1,10}\s*(d|h|min|s)\s*)+$/.test(plain)) return null
  const lengths: ReadonlyMap<string, number> = new Map(units)
  return [...plain.matchAll(/(\d+)\s*(d|h|min|s)/g)].reduce(
    (sum, [, count = '', unit = '']) => sum + Number(count) * (lengths.get(unit) ?? 0),
    0,
  )
}
