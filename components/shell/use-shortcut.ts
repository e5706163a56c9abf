import { useEffect, useEffectEvent } from 'react'

/** Calls `run` for a key pressed outside text fields and dialogs, without modifiers. */
export function useShortcut(keys: readonly string[], run: (key: string, event: KeyboardEvent) => void): void {
  const handle = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !keys.includes(event.key)) return
    if (isBusy(event.target)) return
    run(event.key, event)
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => handle(event)
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}

function isBusy(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  const typing = target.isContentEditable || target.matches('input:not([type="checkbox"]), textarea, select')
  return typing || target.closest('[role="dialog"], [role="menu"]') !== null
}
