'use client'

import { useRouter } from 'next/navigation'
import { type ReactElement, type ReactNode, useId } from 'react'
import { ResponsiveContainer } from 'recharts'
import { type Tone, toneColour, toneFill } from './tone.ts'

/** Text of the axes. */
export const tick = { fill: 'var(--ink-3)', fontSize: 11 } as const
export const labelStyle = { fill: 'var(--ink)', fontSize: 11, fontWeight: 500 } as const
export const gridStroke = 'var(--line)'

/** Holds the final height from the first byte. The table beside it speaks for it to screen readers. */
export function Canvas({ height, children }: { height: number; children: ReactElement }) {
  return (
    <div aria-hidden="true" style={{ height }} className="w-full overflow-x-clip text-xs">
      <ResponsiveContainer width="100%" height={height} initialDimension={{ width: 480, height }}>
        {children}
      </ResponsiveContainer>
    </div>
  )
}

/** A pattern of one chart's own, and the fill of a tone within it. */
export function useTones() {
  const patternId = `hatch-${useId().replaceAll(/[^a-zA-Z0-9]/g, '')}`
  const pattern = (
    <pattern id={patternId} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="5" height="5" fill="var(--unknown-bg)" />
      <path d="M0 0v5" stroke={toneColour('unknown')} strokeWidth="2.2" />
    </pattern>
  )
  const fill = (tone: Tone) => toneFill(tone, patternId)
  const edge = (tone: Tone) => (tone === 'unknown' ? { stroke: toneColour('unknown'), strokeDasharray: '3 2' } : {})
  return { pattern, fill, edge }
}

/** Follows a mark to its list. */
export function useFollow(): (href: string | undefined) => void {
  const router = useRouter()
  return (href) => {
    if (href !== undefined) router.push(href)
  }
}

/** As much of a label as an axis of this width (px) shows. */
export function shorten(text: string, width: number): string {
  const length = Math.floor(width / 6.2)
  return text.length > length ? `${text.slice(0, length - 1)}…` : text
}

export function TipBox({ children }: { children: ReactNode }) {
  return <div className="rounded border bg-surface px-2 py-1 text-ink text-xs shadow-float">{children}</div>
}
