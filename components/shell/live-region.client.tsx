'use client'

import { useEffect, useState } from 'react'

const eventName = 'countersign:announce'

/** Tells screen readers what changed without moving the focus. */
export function announce(text: string): void {
  window.dispatchEvent(new CustomEvent<string>(eventName, { detail: text }))
}

export function LiveRegion() {
  const [text, setText] = useState('')
  useEffect(() => {
    const listen = (event: Event) => {
      if (event instanceof CustomEvent) setText(String(event.detail))
    }
    window.addEventListener(eventName, listen)
    return () => window.removeEventListener(eventName, listen)
  }, [])
  return (
    <div role="status" aria-live="polite" className="sr-only">
      {text}
    </div>
  )
}
