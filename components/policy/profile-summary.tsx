import { type ProfileData, tlsProfileData } from '#lib/checks/tls-profiles.ts'

/** What a TLS profile demands, in a few lines, with its source. */
export function ProfileSummary({ profile }: { profile: string }) {
  const data = Object.values(tlsProfileData).find(({ id }) => id === profile)
  if (!data)
    return (
      <p className="text-ink-3 text-xs">
        CNSA 2.0: ML-KEM-1024, AES-256, SHA-384 or SHA-512, certificates signed with ML-DSA-87; judged by a check of its
        own.
      </p>
    )
  const { source } = data
  return (
    <details className="text-ink-3 text-xs">
      <summary className="cursor-pointer">{summaryOf(data)}</summary>
      <dl className="mt-1 grid gap-x-2 [overflow-wrap:anywhere] sm:grid-cols-[5rem_minmax(0,1fr)]">
        <dt>Suites</dt>
        <dd>{[...data.suites].join(', ')}</dd>
        <dt>Groups</dt>
        <dd>{[...data.groups].join(', ')}</dd>
        <dt>Curves</dt>
        <dd>{[...data.curves].join(', ')}</dd>
        <dt>Signatures</dt>
        <dd>{[...data.signatures].join(', ')}</dd>
        <dt>Source</dt>
        <dd>
          <a href={source.url} className="link">
            {source.label}
          </a>
          {source.date === null ? '' : `, ${source.date}`}
        </dd>
      </dl>
    </details>
  )
}

function summaryOf({ protocols, suites, groups, keys, minRsaBits, maxLifetimeDays }: ProfileData): string {
  const versions = protocols.map((version) => version.replace('v', ' ').replace(/TLS 1$/, 'TLS 1.0')).join(', ')
  const rsa = keys.has('rsa') ? `RSA of ${minRsaBits} bits` : null
  const kinds = [rsa, keys.has('ec') ? 'elliptic curves' : null].filter((kind) => kind !== null).join(' or ')
  return `${versions}; ${suites.size} suites, ${groups.size} groups; ${kinds}; at most ${maxLifetimeDays} days`
}
