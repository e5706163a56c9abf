'use client'

import { Command } from 'cmdk'
import { FileBadge, Fingerprint, Plug, Search } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { Kbd } from '../ui/code.tsx'
import { nav } from './nav.ts'
import { type Found, useSearch } from './use-search.ts'

const groups = [
  { kind: 'identity', heading: 'Identities', path: '/identities', Icon: Fingerprint },
  { kind: 'endpoint', heading: 'Endpoints', path: '/endpoints', Icon: Plug },
  { kind: 'certificate', heading: 'Certificates', path: '/certificates', Icon: FileBadge },
] as const

const rowClass =
  'flex cursor-pointer items-center gap-2.5 rounded px-2 py-2 data-[selected=true]:bg-accent-soft data-[selected=true]:text-accent [&_svg]:size-4 [&_svg]:shrink-0'
const groupClass =
  '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-ink-3 [&_[cmdk-group-heading]]:text-xs'

/** Ctrl-K: anything by name, serial or fingerprint, and every page. */
export function Palette() {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  const search = useSearch(open ? text : '')
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'k' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      setOpen((shown) => !shown)
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
  const go = (href: string) => {
    setOpen(false)
    setText('')
    router.push(href)
  }
  const pages = nav.filter((item) => item.label.toLowerCase().includes(text.trim().toLowerCase()))
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="flex h-8.5 min-w-0 items-center gap-2 rounded-md border border-line-strong bg-surface px-2.5 text-ink-3 hover:text-ink sm:w-72"
      >
        <Search aria-hidden="true" className="size-4 shrink-0" />
        <span className="truncate">Find anything</span>
        <span className="ml-auto hidden gap-0.5 sm:flex">
          <Kbd>Ctrl</Kbd>
          <Kbd>K</Kbd>
        </span>
      </button>
      <Command.Dialog
        open={open}
        onOpenChange={setOpen}
        shouldFilter={false}
        label="Find anything"
        overlayClassName="fixed inset-0 z-40 bg-[rgb(8_12_20/0.5)]"
        contentClassName="fixed top-[12dvh] left-1/2 z-50 w-[min(38rem,calc(100vw-2rem))] -translate-x-1/2 overflow-hidden rounded-lg border bg-surface text-ink shadow-float"
      >
        <Command.Input
          value={text}
          onValueChange={setText}
          placeholder="Name, host, serial or fingerprint"
          className="h-12 w-full border-b bg-transparent px-4 outline-none"
        />
        <Command.List className="max-h-[min(24rem,60dvh)] overflow-y-auto p-1.5">
          <SearchResults found={search.found} onGo={go} />
          <Command.Group heading="Pages" className={groupClass}>
            {pages.map(({ href, label, icon: Icon }) => (
              <Command.Item key={href} value={href} onSelect={() => go(href)} className={rowClass}>
                <Icon aria-hidden="true" />
                {label}
              </Command.Item>
            ))}
          </Command.Group>
        </Command.List>
        <p role="status" className="border-t px-4 py-2 text-ink-3 text-xs">
          {search.note}
        </p>
      </Command.Dialog>
    </>
  )
}

function SearchResults({ found, onGo }: { found: readonly Found[]; onGo: (href: string) => void }) {
  return groups.map(({ kind, heading, path, Icon }) => {
    const items = found.filter((item) => item.kind === kind)
    if (items.length === 0) return null
    return (
      <Command.Group key={kind} heading={heading} className={groupClass}>
        {items.map((item) => (
          <Command.Item key={item.id} value={item.id} onSelect={() => onGo(`${path}/${item.id}`)} className={rowClass}>
            <Icon aria-hidden="true" />
            <span className="truncate">{item.label}</span>
            <span className="ml-auto truncate pl-4 text-ink-3 text-xs">{item.detail}</span>
          </Command.Item>
        ))}
      </Command.Group>
    )
  })
}
