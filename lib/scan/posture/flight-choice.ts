import type { ServerFlight } from '#lib/tls/flight.ts'
import type { ProtocolVersion } from '#lib/tls/observation.ts'
import { type SuiteInfo, suiteInfo } from '#lib/tls/suites.ts'

/** What a server chose from the lists of one hello. */
export interface FlightChoice {
  readonly version: ProtocolVersion
  readonly suite: number
  readonly suiteInfo: SuiteInfo | null
  /** Null: the suite has none, or it was not said. */
  readonly group: number | null
  readonly scheme: number | null
  readonly alpn: string | null
}

/** Null where no ServerHello and no HelloRetryRequest came. */
export function choiceOf({ hello, retry, keyExchange, proof }: ServerFlight): FlightChoice | null {
  const said = hello ?? retry
  if (!said) return null
  const { version, suiteId } = said
  const tls13 = version === 'TLSv1.3'
  return {
    version,
    suite: suiteId,
    suiteInfo: suiteInfo(suiteId),
    group: tls13 ? said.groupId : (keyExchange?.groupId ?? null),
    scheme: tls13 ? (proof?.scheme ?? null) : (keyExchange?.scheme ?? null),
    alpn: said.alpn,
  }
}
