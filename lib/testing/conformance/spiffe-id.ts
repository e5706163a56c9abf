import { z } from 'zod'
import { parseSpiffeId } from '#lib/x509/spiffe-id.ts'
import { runCase, type Suite } from './suite.ts'

const spiffeFile = z.object({ cases: z.array(z.object({ input: z.string(), ok: z.boolean() })) })

/** go-spiffe's SPIFFE IDs; a case is named by its input. */
export const spiffeId: Suite = function* (content) {
  for (const { input, ok } of spiffeFile.parse(content).cases) {
    yield runCase(`spiffe-id::${input}`, String(ok), () => {
      const id = parseSpiffeId(input)
      return { actual: String(id.ok), reason: id.ok ? '' : id.reason }
    })
  }
}
