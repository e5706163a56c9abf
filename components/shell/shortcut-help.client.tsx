'use client'

import { Keyboard } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Kbd } from '../ui/code.tsx'
import { Dialog } from '../ui/dialog.client.tsx'
import { useShortcut } from './use-shortcut.ts'

const shortcuts = [
  { keys: ['Ctrl', 'K'], does: 'Find anything by name, serial or fingerprint' },
  { keys: ['/'], does: 'Search in this list' },
  { keys: ['j'], does: 'Next row' },
  { keys: ['k'], does: 'Previous row' },
  { keys: ['Enter'], does: 'Open the row' },
  { keys: ['x'], does: 'Select the row' },
  { keys: ['?'], does: 'This help' },
] as const

export function ShortcutHelp() {
  const [open, setOpen] = useState(false)
  useShortcut(['?'], () => setOpen(true))
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title="Keyboard shortcuts"
      trigger={
        <Button variant="quiet" size="icon" aria-label="Keyboard shortcuts" className="hidden sm:inline-flex">
          <Keyboard aria-hidden="true" />
        </Button>
      }
    >
      <dl className="divide-y">
        {shortcuts.map((shortcut) => (
          <div key={shortcut.does} className="flex justify-between gap-4 py-2">
            <dt>{shortcut.does}</dt>
            <dd className="flex gap-1">
              {shortcut.keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
