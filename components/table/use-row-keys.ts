import type { RefObject } from 'react'
import { useShortcut } from '../shell/use-shortcut.ts'

/** j and k move the focus over the rows' links, x selects; Enter opens by itself, since the focus is on a link. */
export function useRowKeys(body: RefObject<HTMLTableSectionElement | null>): void {
  useShortcut(['j', 'k', 'x'], (key, event) => {
    const rows = [...(body.current?.querySelectorAll('tr') ?? [])]
    const at = rows.findIndex((row) => row.contains(document.activeElement))
    if (key === 'x') {
      rows[at]?.querySelector<HTMLInputElement>('input[type="checkbox"]')?.click()
      return
    }
    event.preventDefault()
    const next = rows[at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + (key === 'j' ? 1 : -1)))]
    const target =
      next?.querySelector<HTMLElement>('[data-row-link]') ?? next?.querySelector<HTMLElement>('a, button, input')
    target?.focus()
    next?.scrollIntoView({ block: 'nearest' })
  })
}
