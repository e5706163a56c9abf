'use client'

import { LogOut, User } from 'lucide-react'
import { Button } from '../ui/button.tsx'
import { Dropdown, DropdownItem, DropdownLabel } from '../ui/dropdown.client.tsx'
import { toast } from '../ui/toaster.client.tsx'

export function UserMenu({ name, role }: { name: string; role: string }) {
  return (
    <Dropdown
      trigger={
        <Button variant="quiet" aria-label={`Account of ${name}`}>
          <User aria-hidden="true" />
          <span className="hidden max-w-40 truncate sm:inline">{name}</span>
        </Button>
      }
    >
      <DropdownLabel>
        {name}, {role}
      </DropdownLabel>
      <DropdownItem onSelect={() => void signOut()}>
        <LogOut aria-hidden="true" />
        Sign out
      </DropdownItem>
    </Dropdown>
  )
}

/** For a page; the menu above has its own. */
export function SignOutButton() {
  return (
    <Button onClick={() => void signOut()}>
      <LogOut aria-hidden="true" />
      Sign out
    </Button>
  )
}

async function signOut(): Promise<void> {
  const response = await fetch('/api/auth/sign-out', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  }).catch(() => null)
  // A full load, so that nothing of the session stays in memory.
  if (response?.ok) window.location.assign('/sign-in')
  else toast.error('You are still signed in', { description: 'The server did not answer. Try again.' })
}
