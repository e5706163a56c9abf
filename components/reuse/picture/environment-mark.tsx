import type { CSSProperties } from 'react'

/** Colours of environments: none of them is a severity's. Light, dark. */
const hues = [
  ['#4338ca', '#a5b4fc'],
  ['#a21caf', '#f0abfc'],
  ['#4d7c0f', '#bef264'],
  ['#0e7490', '#67e8f9'],
  ['#78350f', '#d9b38c'],
  ['#475569', '#cbd5e1'],
] as const

/** Open shapes, one for each colour; severities are solid ones. */
const shapes = [
  'M2 2h10v10H2z',
  'M7 1.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11zM7 5a2 2 0 1 1 0 4a2 2 0 1 1 0-4z',
  'M5 1.5h4v3.5h3.5v4H9v3.5H5V9H1.5V5H5z',
  'M7 1.2l5.6 4.2-2.1 6.8h-7L1.4 5.4z',
  'M2 2h10L7 7l5 5H2l5-5z',
  'M2 4h10M2 10h10',
] as const

/** The colour of the environment at this place of the order, as a CSS variable `--hue`. */
export function hueOf(index: number | null): CSSProperties {
  const [light, dark] = (index === null ? null : hues[index % hues.length]) ?? ['', '']
  const hue = index === null ? 'var(--unknown-mark)' : `light-dark(${light}, ${dark})`
  return Object.fromEntries([['--hue', hue]])
}

/** The shape of an environment, in its colour; the word stands beside it. */
export function EnvironmentMark({ index }: { index: number | null }) {
  return (
    <svg
      viewBox="0 0 14 14"
      aria-hidden="true"
      className="size-3.5 shrink-0 stroke-(--hue)"
      fill="none"
      strokeWidth="1.75"
      strokeDasharray={index === null ? '2 2' : undefined}
    >
      <path d={shapes[(index ?? 0) % shapes.length]} />
    </svg>
  )
}
