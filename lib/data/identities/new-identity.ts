import { z } from 'zod'
import { identityKinds } from './filter.ts'
import { readIdentityName } from './identity-name.ts'
import { identityChangeSchema } from './save-identity.ts'

/** An identity as it is declared; where a kind is named, the name has to be of that kind. */
export const newIdentity = identityChangeSchema
  .extend({ name: z.string().trim().min(1).max(2048), kind: z.enum(identityKinds).optional() })
  .superRefine(({ name, kind }, context) => {
    const read = readIdentityName(name)
    if ('problem' in read) context.addIssue({ code: 'custom', path: ['name'], message: read.problem })
    else if (kind !== undefined && read.kind !== kind) {
      const message = kind === 'dns' ? 'this is a SPIFFE ID, not a DNS name' : 'a SPIFFE ID begins with spiffe://'
      context.addIssue({ code: 'custom', path: ['name'], message })
    }
  })
