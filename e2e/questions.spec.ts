import { expect, type Page, test } from '@playwright/test'
import { demoScanned, demoServers } from './estate.ts'

// A question before a session: asked by whoever holds a session or a token, answered with a signed statement, and on
// record where people look for it.
test('a question is answered, signed, and found on the page of its identity', async ({ page }) => {
  test.setTimeout(240_000)
  await demoScanned(page.request)
  const { id, identityId, statement } = await test.step('it is asked', () => ask(page))
  await test.step('the page of the identity shows it', async () => {
    await page.goto(`/identities/${identityId}`)
    const questions = page.getByRole('table', { name: 'Questions before sessions' })
    await questions.getByRole('link', { name: 'To copy' }).first().click()
    await expect(page).toHaveURL(new RegExp(`/identities/questions/${id}#statement$`))
    await expect(page.getByText(statement)).toBeVisible()
    await expect(page.getByRole('heading', { name: 'How it stood' })).toBeVisible()
  })
  await test.step('the list finds it, and its filter is the file', async () => {
    await page.goto(`/identities/questions?identity=${identityId}`)
    await expect(page.getByRole('link', { name: /\.demo\.test/ }).first()).toBeVisible()
    const file = await page.request.get(`/api/v1/questions/export?format=csv&identity=${identityId}`)
    expect(await file.text()).toContain(id)
  })
  await test.step('anybody reads the keys', async () => {
    const keys = await page.request.get('/.well-known/jwks.json')
    expect((await keys.json()).keys[0]).toMatchObject({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA' })
  })
})

async function ask(page: Page): Promise<{ id: string; identityId: string; statement: string }> {
  const { open } = await demoServers(page.request)
  const [server] = open
  if (!server) throw new Error('the demo estate has no server that speaks to anybody')
  const found = await page.request.get(`/api/v1/endpoints?q=${server.host}&limit=1`)
  const [endpoint] = (await found.json()).rows
  const answer = await page.request.post('/api/v1/verify', {
    // As a browser says it: with cookies, a question is taken from the own pages alone.
    headers: { origin: new URL(found.url()).origin },
    data: {
      endpoint: { host: server.host, port: server.port, site: 'demo' },
      identity: endpoint.identity,
      maxAgeSeconds: 86_400,
    },
  })
  expect(answer.status()).toBe(200)
  const { answer: said, statement } = await answer.json()
  return { id: said.jti, identityId: said.asked.identity.id, statement }
}
