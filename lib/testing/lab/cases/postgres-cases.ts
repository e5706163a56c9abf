import { postgres, startPostgres } from '../makes/postgres.ts'
import { certificates, clientAuthority } from './credentials.ts'
import type { CaseStart } from './lab-case.ts'

export const postgresCases: readonly CaseStart[] = [
  {
    name: 'postgres-requests-certificates',
    make: postgres,
    transport: 'postgres',
    start: () =>
      startPostgres({
        certificates: [certificates.rsa()],
        versions: ['TLSv1.2', 'TLSv1.3'],
        ciphers: 'ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256',
        groups: 'prime256v1',
        clientCa: clientAuthority().pem,
      }),
  },
]
