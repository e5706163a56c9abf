import { Section } from '../ui/card.tsx'
import { CodeBlock } from '../ui/code.tsx'
import { CopyButton } from '../ui/copy-button.client.tsx'
import { ScrollRegion } from '../ui/scroll-region.tsx'

/** The signed statement to copy, and how whoever gets it reads it. */
export function QuestionStatement({ statement, issuer }: { statement: string; issuer: string }) {
  return (
    <Section
      id="statement"
      title="Signed statement"
      note={
        <>
          A JWS that anybody verifies with the keys at{' '}
          <a href="/.well-known/jwks.json" className="link">
            {issuer}/.well-known/jwks.json
          </a>
          .
        </>
      }
    >
      <div className="relative min-w-0">
        <ScrollRegion label="Statement" className="max-h-48 overflow-auto rounded-md border bg-sunken p-3 pr-10">
          <p className="break-all font-mono text-xs leading-relaxed">{statement}</p>
        </ScrollRegion>
        <span className="absolute top-2 right-2">
          <CopyButton value={statement} label="Copy the statement" />
        </span>
      </div>
      <div className="min-w-0">
        <CodeBlock
          text={`countersign verify --check-statement statement.jws --jwks ${issuer}/.well-known/jwks.json --kept`}
          label="Command"
        />
      </div>
    </Section>
  )
}
