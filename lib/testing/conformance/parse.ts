import { z } from 'zod'
import { parseCertificate } from '#lib/x509/parse-certificate.ts'
import { runCase, type Suite } from './suite.ts'

const blocks = z.union([z.array(z.object({ type: z.string(), b64: z.string() })), z.string()])
const corpus = z.union([
  z.object({ files: z.record(z.string(), blocks) }),
  z.object({ chains: z.record(z.string(), z.array(z.string())) }),
])

/** Corpora of odd certificates: each yields a record for the inventory, whatever is wrong with it. */
export const parse: Suite = function* (content) {
  for (const { id, b64 } of certificatesOf(content)) {
    yield runCase(id, 'record', () => {
      const { problems } = parseCertificate(Buffer.from(b64, 'base64'))
      return { actual: 'record', reason: problems.map(({ offset, problem }) => `${offset}: ${problem}`).join('; ') }
    })
  }
}

/** Every certificate of a corpus, by the name of its file and its place in it. Throws where the file has another form. */
export function* certificatesOf(content: unknown): Generator<{ id: string; b64: string }> {
  yield* inCorpus(corpus.parse(content))
}

function* inCorpus(content: z.infer<typeof corpus>): Generator<{ id: string; b64: string }> {
  if ('chains' in content) {
    for (const [name, chain] of Object.entries(content.chains))
      for (const [index, b64] of chain.entries()) yield { id: `${name}#${index}`, b64 }
    return
  }
  for (const [name, found] of Object.entries(content.files)) {
    if (typeof found === 'string') continue
    for (const [index, { type, b64 }] of found.entries())
      if (type === 'CERTIFICATE') yield { id: `${name}#${index}`, b64 }
  }
}
