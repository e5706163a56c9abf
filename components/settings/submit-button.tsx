import { Button } from '../ui/button.tsx'

/** The sender of a form, at its end. */
export function SubmitButton({ pending, children }: { pending: boolean; children: string }) {
  return (
    <div>
      <Button type="submit" variant="primary" disabled={pending}>
        {pending ? 'Saving …' : children}
      </Button>
    </div>
  )
}
