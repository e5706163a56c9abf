import { controlRows, type Framework } from '../framework.ts'

const url = 'https://owasp.org/www-project-non-human-identities-top-10/2025/'

export const owaspNhi: Framework = {
  id: 'owasp-nhi',
  name: 'OWASP Non-Human Identities Top 10',
  version: '2025',
  url,
  identifiers: 'official',
  complete: true,
  note: null,
  controls: controlRows(url, [
    {
      id: 'NHI1:2025',
      title: 'Improper Offboarding',
      oscalId: 'nhi1-2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/1-improper-offboarding/',
    },
    {
      id: 'NHI2:2025',
      title: 'Secret Leakage',
      oscalId: 'nhi2-2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/2-secret-leakage/',
    },
    {
      id: 'NHI3:2025',
      title: 'Vulnerable Third-Party NHI',
      oscalId: 'nhi3-2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/3-vulnerable-third-party-nhi/',
    },
    {
      id: 'NHI4:2025',
      title: 'Insecure Authentication',
      oscalId: 'nhi4-2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/4-insecure-authentication/',
    },
    {
      id: 'NHI5:2025',
      title: 'Overprivileged NHI',
      oscalId: 'nhi5-2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/5-overprivileged-nhi/',
    },
    {
      id: 'NHI6:2025',
      title: 'Insecure Cloud Deployment Configurations',
      oscalId: 'nhi6-2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/6-insecure-cloud-deployment-configurations/',
    },
    {
      id: 'NHI7:2025',
      title: 'Long-Lived Secrets',
      oscalId: 'nhi7-2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/7-long-lived-secrets/',
    },
    {
      id: 'NHI8:2025',
      title: 'Environment Isolation',
      oscalId: 'nhi8-2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/8-environment-isolation/',
    },
    {
      id: 'NHI9:2025',
      title: 'NHI Reuse',
      oscalId: 'nhi9-2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/9-nhi-reuse/',
    },
    {
      id: 'NHI10:2025',
      title: 'Human Use of NHI',
      oscalId: 'nhi10-2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/10-human-use-of-nhi/',
    },
  ]),
}
