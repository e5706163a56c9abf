import Link from 'next/link'
import type { ComponentProps } from 'react'
import { type ButtonLook, buttonClass } from './button.tsx'
import { classNames } from './class-names.ts'

/** A link that looks like a button. For files (exports) use `download`, which leaves the client router out. */
export function LinkButton({
  variant,
  size,
  className,
  download,
  ...rest
}: ComponentProps<typeof Link> & ButtonLook & { href: string }) {
  const look = classNames(buttonClass({ variant, size }), className)
  if (download === undefined) return <Link className={look} {...rest} />
  return (
    <a className={look} download={download} href={rest.href}>
      {rest.children}
    </a>
  )
}
