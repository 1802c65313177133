import { expect, test } from 'vitest'
import { entityOf } from '../../src/history/hash.ts'
import { areaPlace, areasOf, placesNamed, plainName } from '../../src/history/incident-places.ts'

const surface = {
  repository: 'shop',
  components: [
    {
      name: 'Card payments',
      paths: ['services/pay/**', 'lib/card.ts'],
      dependsOn: [],
      customers: [],
      owners: [],
      slo: null,
      windows: [],
    },
  ],
  paths: [
    ...['services/pay/a.ts', 'services/pay/deep/b.ts', 'lib/card.ts', 'lib/cash.ts', 'README.md'],
    ...['services/Ledger-DB/a.sql', 'apps/mail/src/a.ts', 'workers/mail/b.ts'],
    ...['clusters/one/tax.shop.io.yaml', 'clusters/two/tax-shop-io.yaml', 'clusters/mail.yaml'],
    ...Array.from({ length: 9 }, (_, at) => `apps/app${at}/tests/a.ts`),
  ],
}
const placeNamed = (name: string) => placesNamed([name], surface).get(plainName(name))
const heldBy = (name: string): readonly string[] | null => {
  const place = placeNamed(name)
  return place === undefined ? null : surface.paths.filter(place.holds)
}

test.each<[string, string, readonly string[] | null]>([
  [
    'a component of the catalogue',
    'card-PAYMENTS',
    ['services/pay/a.ts', 'services/pay/deep/b.ts', 'lib/card.ts'],
  ],
  ['a folder by its path', 'services/pay', ['services/pay/a.ts', 'services/pay/deep/b.ts']],
  ['a folder by its last piece, in any case', 'ledger db', ['services/Ledger-DB/a.sql']],
  ['all folders of that name', 'Mail', ['apps/mail/src/a.ts', 'workers/mail/b.ts']],
  ['the repository itself', 'Shop', surface.paths],
  ['a file of its own', 'Tax.Shop.IO', ['clusters/one/tax.shop.io.yaml', 'clusters/two/tax-shop-io.yaml']],
  ['a name of too many folders', 'tests', null],
  ['what is not here', 'billing', null],
  ['nothing', ' - ', null],
])('%s', (_, name, wanted) => expect(heldBy(name)).toEqual(wanted))

test('the index knows a component by its files, and by folders that hold no others', () => {
  const { entities } = placeNamed('Card payments')!
  if (entities === 'everything') throw new Error('a component is not everything')
  const known = (kind: 'file' | 'directory', path: string) => entities.has(entityOf(kind, path))
  expect([known('file', 'lib/card.ts'), known('file', 'lib/cash.ts')]).toEqual([true, false])
  expect([known('directory', 'services/pay/deep'), known('directory', 'lib')]).toEqual([true, false])
})

test('a change lies in its areas, but not one that lies in many', () => {
  expect(areasOf(['services/pay/a.ts', 'services/pay/deep/b.ts', 'lib/card.ts'])).toEqual([
    'services/pay',
    'lib',
  ])
  expect(areasOf(surface.paths)).toEqual([])
  expect(surface.paths.filter(areaPlace('').holds)).toEqual(['README.md'])
})
