/** The product's sign: a ladder with a check across it. */
export function Mark() {
  return (
    <span className="inline-flex items-center gap-2 font-semibold text-base tracking-tight">
      <svg
        viewBox="0 0 24 24"
        aria-hidden="true"
        className="size-6 shrink-0"
        fill="none"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <path d="M4 21V3M20 21V3" stroke="var(--accent)" strokeWidth="2" />
        <path d="M4 18h16M4 12.7h16M4 7.4h16" stroke="var(--accent)" strokeWidth="2" opacity=".35" />
        <path d="m7.5 11.6 3.6 3.8L18 6" stroke="var(--pass-mark)" strokeWidth="2.8" />
      </svg>
      Countersign
    </span>
  )
}
