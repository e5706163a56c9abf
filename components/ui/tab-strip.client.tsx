'use client'

import { type ReactNode, useEffect, useRef } from 'react'

/** A row of tabs that scrolls where it does not fit, with the one that is open in sight. */
export function TabStrip({ label, active, children }: { label: string; active: string; children: ReactNode }) {
  const strip = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the open tab is read from the page, which `active` changes
  useEffect(() => {
    const nav = strip.current
    const open = nav?.querySelector('[aria-current=page]')
    if (!(nav && open)) return
    const [frame, tab] = [nav.getBoundingClientRect(), open.getBoundingClientRect()]
    if (tab.left < frame.left || tab.right > frame.right) {
      nav.scrollLeft += (tab.left + tab.right - frame.left - frame.right) / 2
    }
  }, [active])
  return (
    <nav ref={strip} aria-label={label} className="no-print -mb-px flex gap-1 overflow-x-auto border-b">
      {children}
    </nav>
  )
}
