import { caseStarts } from '../lab/cases/starts.ts'
import { oddSubjects } from './odd-subjects.ts'
import type { Subject } from './subject.ts'

/** The cases of the lab, and servers whose configuration is odd, but legal. */
export const subjects: readonly Subject[] = [
  ...caseStarts.map((one) => ({ transport: 'tls' as const, ...one })),
  ...oddSubjects,
]

/** About these testssl.sh is asked, too, without being named. */
export const testsslSubjects: readonly string[] = [
  'openssl-legacy',
  'nginx-intermediate',
  'haproxy-staple-and-early-data',
  'gnutls-legacy-heartbeat',
  'nss-ssl3',
  'stunnel-smtp',
]
