import { controlRows, type Framework } from '../framework.ts'

const url = 'https://doi.org/10.6028/NIST.SP.800-207'

export const nistSp800207: Framework = {
  id: 'nist-sp-800-207',
  name: 'NIST SP 800-207 Zero Trust Architecture, section 2.1 tenets',
  version: '2020-08',
  url,
  identifiers: 'local',
  complete: true,
  note: 'The publication numbers its seven tenets and gives no control identifiers.',
  controls: controlRows(url, [
    {
      id: 'tenet-1',
      title: 'All data sources and computing services are considered resources.',
      oscalId: 'tenet-1',
      label: 'SP 800-207 §2.1 tenet 1',
    },
    {
      id: 'tenet-2',
      title: 'All communication is secured regardless of network location.',
      oscalId: 'tenet-2',
      label: 'SP 800-207 §2.1 tenet 2',
    },
    {
      id: 'tenet-3',
      title: 'Access to individual enterprise resources is granted on a per-session basis.',
      oscalId: 'tenet-3',
      label: 'SP 800-207 §2.1 tenet 3',
    },
    {
      id: 'tenet-4',
      title:
        'Access to resources is determined by dynamic policy—including the observable state of client identity, application/service, and the requesting asset—and may include other behavioral and environmental attributes.',
      oscalId: 'tenet-4',
      label: 'SP 800-207 §2.1 tenet 4',
    },
    {
      id: 'tenet-5',
      title:
        'The enterprise monitors and measures the integrity and security posture of all owned and associated assets.',
      oscalId: 'tenet-5',
      label: 'SP 800-207 §2.1 tenet 5',
    },
    {
      id: 'tenet-6',
      title:
        'All resource authentication and authorization are dynamic and strictly enforced before access is allowed.',
      oscalId: 'tenet-6',
      label: 'SP 800-207 §2.1 tenet 6',
    },
    {
      id: 'tenet-7',
      title:
        'The enterprise collects as much information as possible about the current state of assets, network infrastructure and communications and uses it to improve its security posture.',
      oscalId: 'tenet-7',
      label: 'SP 800-207 §2.1 tenet 7',
    },
  ]),
}
