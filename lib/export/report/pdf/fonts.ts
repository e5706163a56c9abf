import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { create, type Font } from 'fontkit'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'

/** The product's own fonts, embedded as subsets. Read from the installation, where every program of it runs. */
const files = {
  regular: 'geist-sans/Geist-Regular.ttf',
  medium: 'geist-sans/Geist-Medium.ttf',
  bold: 'geist-sans/Geist-SemiBold.ttf',
  mono: 'geist-mono/GeistMono-Regular.ttf',
} as const

export type FontName = keyof typeof files

export const fontNames: readonly FontName[] = ['regular', 'medium', 'bold', 'mono']

const loaded = new Map<FontName, Buffer>()

export function fontFile(name: FontName): Buffer {
  const known = loaded.get(name)
  if (known) return known
  const read = readFileSync(join(process.cwd(), 'node_modules/geist/dist/fonts', files[name]))
  loaded.set(name, read)
  return read
}

const opened = new Map<FontName, Font>()

function fontOf(name: FontName): Font {
  const known = opened.get(name)
  if (known) return known
  const made = create(fontFile(name))
  // A collection of fonts is none of ours.
  if (!('hasGlyphForCodePoint' in made)) throw new Error(`${files[name]} is no font`)
  opened.set(name, made)
  return made
}

/**
 * Text as the font can show it: what could forge or hide text, and every character that it has no glyph for, is written
 * out as `\u{…}`, so that nothing is lost in a box or in silence.
 */
export function shown(text: string, name: FontName): string {
  const safe = escapeUnsafe(text)
  if (/^[\x20-\x7e]*$/.test(safe)) return safe
  const font = fontOf(name)
  return Array.from(safe, (character) => {
    const point = character.codePointAt(0) ?? 0
    return font.hasGlyphForCodePoint(point) ? character : `\\u{${point.toString(16).toUpperCase()}}`
  }).join('')
}
