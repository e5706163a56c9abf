import { Section } from '../ui/card.tsx'
import { CodeBlock } from '../ui/code.tsx'

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
      <CodeBlock text={statement} label="Statement" />
      <CodeBlock
        text={`countersign verify --check-statement statement.jws --jwks ${issuer}/.well-known/jwks.json --kept`}
        label="Command"
      />
    </Section>
  )
}
