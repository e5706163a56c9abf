/** What a certificate, an owner's name or a person's reason may hold. */
export const hostileTexts: readonly string[] = [
  '=HYPERLINK("https://evil.example","click")',
  '<script>alert(1)</script><img src=x onerror=alert(2)>',
  'left\u202etfel\u2066 marks\u200b',
  'bell\u0007 escape\u001b[31m nul\u0000 line\r\nbreak\u2028end',
  '支払いサービス株式会社',
  'خدمة الدفع',
  'שירות תשלומים',
  'Zahlungsdienst Größe Łódź платёж αβγ',
  'emoji 🔐👩‍💻 flags 🇨🇭',
  "@SUM(1+1)*cmd|' /C calc'!A0",
  '\ufffd\u00a0odd\u3000spaces \u{10ffff}\u00ad',
  "\"]}\\u0022,--><!--]]>&lt;&amp;' onload='x",
  `${'a'.repeat(63)}.${'very-long-label-'.repeat(12)}example`,
  '   ',
  '(paren) \\backslash) endobj stream',
  'javascript:alert(document.domain)',
]
