export { handleAuthRequest as POST } from '#lib/auth/ask-auth.ts'
