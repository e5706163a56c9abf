import { apacheCases } from './apache-cases.ts'
import { caddyCases } from './caddy-cases.ts'
import { erlangCases } from './erlang-cases.ts'
import { gnutlsCases } from './gnutls-cases.ts'
import { goCases } from './go-cases.ts'
import { haproxyCases } from './haproxy-cases.ts'
import { javaCases } from './java-cases.ts'
import type { CaseStart } from './lab-case.ts'
import { lighttpdCases } from './lighttpd-cases.ts'
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
  ...lighttpdCases,
  ...caddyCases,
  ...goCases,
  ...javaCases,
  ...erlangCases,
  ...postgresCases,
  ...startTlsCases,
  ...ownCases,
]
