import { apacheCases } from './apache-cases.ts'
import { gnutlsCases } from './gnutls-cases.ts'
import { haproxyCases } from './haproxy-cases.ts'
import type { CaseStart } from './lab-case.ts'
import { nginxCases } from './nginx-cases.ts'
import { nssCases } from './nss-cases.ts'
import { opensslCases } from './openssl-cases.ts'
import { ownCases } from './own-cases.ts'
import { postgresCases } from './postgres-cases.ts'
import { startTlsCases } from './starttls-cases.ts'
import { stunnelCases } from './stunnel-cases.ts'

/** How the server of every case is started. */
export const caseStarts: readonly CaseStart[] = [
  ...opensslCases,
  ...nginxCases,
  ...apacheCases,
  ...haproxyCases,
  ...stunnelCases,
  ...gnutlsCases,
  ...nssCases,
  ...postgresCases,
  ...startTlsCases,
  ...ownCases,
]
