import { Fragment } from 'react'

/** A DNS name, SPIFFE ID or distinguished name that breaks between its parts, and inside one only where that is too long. */
export function Name({ value }: { value: string }) {
  // Parts end with a dot, a comma, an @ or a single slash, and a port begins one: “//” stays with its scheme.
  const parts = value.split(/(?<=[.,@]|[^:/]\/)(?=[^/])|(?=:\d+$)/)
  return (
    <bdi className="[overflow-wrap:anywhere]">
      {[...parts.entries()].map(([index, part]) => (
        <Fragment key={`${index} ${part}`}>
          {index === 0 ? null : <wbr />}
          {part}
        </Fragment>
      ))}
    </bdi>
  )
}
