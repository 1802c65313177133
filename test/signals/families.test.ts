/** Families are for people: none of them may forget a signal, or claim one twice. */
import { expect, test } from 'vitest'
import { incidentSignals, signals } from '../../src/signals/all.ts'
import { families } from '../../src/signals/families.ts'

test('every signal of a part is in exactly one family', () => {
  const inFamilies = families.flatMap((family) => family.signals.map(({ name }) => name)).toSorted()
  expect(inFamilies).toEqual([...signals, ...incidentSignals].map(({ name }) => name).toSorted())
})
