import { expect, test } from 'vitest'
import { windowsOver } from '../../src/config/applicable-windows.ts'
import { chooseEnvironment } from '../../src/config/environment.ts'
import { parseConfiguration } from '../../src/config/load.ts'

const text = `version: 1
components:
  web: { paths: ["web/**"], depends-on: [payments], customers: [initech] }
  payments:
    paths: ["pay/**"]
    customers: [acme, globex]
    windows: [{ name: month-end, cron: "0 0 28-31 * *", for: 24h, effect: review }]
customers:
  acme: { windows: [{ name: nights, cron: "0 2 * * 2", for: 2h, time-zone: Europe/Paris, effect: allow }] }
  initech: { windows: [{ name: evenings, cron: "0 19 * * *", for: 2h, effect: allow, environments: [production] }] }
environments:
  production: { windows: [{ name: year-end, from: 2026-12-18, to: 2027-01-02, effect: emergency-only }] }
  staging:
`
const configuration = await parseConfiguration(text, 'change-risk.yml')
const over = (environment: string, paths: readonly string[] | null): readonly string[] =>
  windowsOver(configuration, chooseEnvironment(configuration, environment), paths).map(({ window, owner }) =>
    owner === undefined ? window.name : `${owner.kind} ${owner.name}: ${window.name}`,
  )

const ofPayments = ['component payments: month-end', 'customer acme: nights']

test.each<[string, string, readonly string[] | null, readonly string[]]>([
  ['a note concerns nobody', 'production', ['docs/note.md'], ['year-end']],
  [
    'payments and its customers, and those of what depends on it',
    'production',
    ['pay/a.ts'],
    ['year-end', ...ofPayments, 'customer initech: evenings'],
  ],
  ['web alone', 'production', ['web/a.ts'], ['year-end', 'customer initech: evenings']],
  ['elsewhere only windows that hold there', 'staging', ['pay/a.ts'], ofPayments],
  [
    'files nobody could name may be any',
    'production',
    null,
    ['year-end', ...ofPayments, 'customer initech: evenings'],
  ],
])('%s', (_, environment, paths, windows) => expect(over(environment, paths)).toEqual(windows))
