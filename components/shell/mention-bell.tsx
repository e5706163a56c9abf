import { Bell } from 'lucide-react'
import Link from 'next/link'
import { buttonClass } from '../ui/button.tsx'

/** Leads to the reader's mentions; the number counts what is unread. */
export function MentionBell({ unread }: { unread: number }) {
  const words = unread === 0 ? 'Mentions' : `Mentions, ${unread.toLocaleString('en')} unread`
  return (
    <Link
      href={unread === 0 ? '/mentions' : '/mentions?unread=true'}
      aria-label={words}
      title={words}
      className={buttonClass({ variant: 'quiet', size: unread === 0 ? 'icon' : 'md' })}
    >
      <Bell aria-hidden="true" />
      {unread === 0 ? null : (
        <span aria-hidden="true" className="nums rounded-full bg-accent px-1.5 font-semibold text-accent-ink text-xs">
          {unread > 99 ? '99+' : unread}
        </span>
      )}
    </Link>
  )
}
