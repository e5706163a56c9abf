'use client'

import { type KeyboardEvent, type ReactNode, useRef } from 'react'

const steps = new Map([
  ['ArrowLeft', -1],
  ['ArrowRight', 1],
  ['ArrowUp', -7],
  ['ArrowDown', 7],
])

/** Arrow keys move between the days that hold something; Page Up and Page Down go to the months beside. */
export function CalendarKeys({
  previous,
  next,
  children,
}: {
  /** Ids of the links to the months beside. */
  previous: string
  next: string
  children: ReactNode
}) {
  const frame = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    if (event.key === 'PageUp' || event.key === 'PageDown') {
      event.preventDefault()
      document.getElementById(event.key === 'PageUp' ? previous : next)?.click()
      return
    }
    const step = steps.get(event.key)
    const links = [...(frame.current?.querySelectorAll<HTMLElement>('[data-day]') ?? [])]
    const here = links.find((link) => link === document.activeElement)
    if (step === undefined || here === undefined) return
    event.preventDefault()
    nearest(links, Number(here.dataset.day), step)?.focus()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the links within are what is used; the keys move between them
    <div ref={frame} onKeyDown={onKeyDown}>
      {children}
    </div>
  )
}

/** The first link of the day that is wanted, or of the next one beyond it that holds anything. */
function nearest(links: readonly HTMLElement[], day: number, step: number): HTMLElement | undefined {
  const wanted = day + step
  const dayOf = (link: HTMLElement) => Number(link.dataset.day)
  if (step > 0) return links.find((link) => dayOf(link) >= wanted)
  const target = links.findLast((link) => dayOf(link) <= wanted)
  return target && links.find((link) => dayOf(link) === dayOf(target))
}
