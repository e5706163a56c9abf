import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const css = readFileSync(new URL('../../app/globals.css', import.meta.url), 'utf8')
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, light, dark]) => [
    name,
    { light, dark },
  ]),
)

/** WCAG 2.2: relative luminance and contrast ratio. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string, theme: 'light' | 'dark'): number {
  const [high = 0, low = 0] = [one, other]
    .map((name) => luminance(tokens.get(name)?.[theme] ?? '#000000'))
    .sort((a, b) => b - a)
  return (high + 0.05) / (low + 0.05)
}

const badges = ['critical', 'high', 'medium', 'low', 'info', 'pass', 'unknown'].map((name) => [
  `${name}-fg`,
  `${name}-bg`,
])
const texts = ['ink', 'ink-2', 'ink-3', 'accent', 'danger'].flatMap((text) =>
  ['page', 'surface', 'sunken', 'hover'].map((ground) => [text, ground]),
)
const filled = [
  ['accent-ink', 'accent'],
  ['danger-ink', 'danger'],
  ['accent', 'accent-soft'],
  ['ink-2', 'accent-soft'],
  ['ink', 'danger-soft'],
]

test.each([...badges, ...texts, ...filled])(
  '%s on %s is readable in both themes (AA, 4.5 to 1)',
  (text = '', ground = '') => {
    expect(contrast(text, ground, 'light')).toBeGreaterThanOrEqual(4.5)
    expect(contrast(text, ground, 'dark')).toBeGreaterThanOrEqual(4.5)
  },
)

const marks = ['critical', 'high', 'medium', 'low', 'info', 'pass', 'unknown'].map((name) => `${name}-mark`)

test.each([...marks, 'accent', 'line-input'])('%s can be told from the surface in both themes (3 to 1)', (mark) => {
  expect(contrast(mark, 'surface', 'light')).toBeGreaterThanOrEqual(3)
  expect(contrast(mark, 'surface', 'dark')).toBeGreaterThanOrEqual(3)
})
