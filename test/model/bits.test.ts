/**
 * The same bits for ever, on every Node: what learning, pooling and scoring made of one made-up history when this engine
 * was released. A decision of last year is replayed with them; a difference in the last digit would break its hash.
 */
import { expect, test } from 'vitest'
import { changeFactors } from '../../src/model/change-factors.ts'
import { scoreChange } from '../../src/model/change-score.ts'
import { learnModel } from '../../src/model/learn.ts'
import { fitPrior } from '../../src/model/pool.ts'
import { makeRepository } from './synthetic.ts'

const DAY = 86_400
const prior = fitPrior(
  [2, 3].map((seed) => ({
    ...makeRepository({ seed, n: 1500, usual: 0.02 * seed }),
    name: `acme/repository-${seed}`,
    licence: 'MIT',
    commit: '0'.repeat(40),
  })),
)
const here = makeRepository({ seed: 9, n: 1500, usual: 0.03 })
const { artefact } = learnModel(
  { ...here, maturitySeconds: 14 * DAY, prior },
  here.times[here.times.length - 1]!,
  { blocks: 3 },
)
const parts = { ...here.table, rows: here.table.rows.subarray(0, 20 * here.table.columns.length), n: 20 }

/** A double as its 16 hexadecimal digits. */
const bitsOf = (value: number): string => {
  const bytes = new DataView(new ArrayBuffer(8))
  bytes.setFloat64(0, value)
  return bytes.getBigUint64(0).toString(16)
}

test('a prior and a model learned with it', () => {
  expect({ prior: prior.id, learned: artefact.id }).toMatchInlineSnapshot(`
    {
      "learned": "e9cfc0f8d1af7160953a22b457dc21e488ea645a939d42a0262f9b1326ecf6f2",
      "prior": "5d329909db22b740f9b98be7d99b3e3ff2050233ae68ac5e131cad655fa35d31",
    }
  `)
})

test('the risk of a change, its interval, and what its parts did to it', () => {
  const { probability, low, high, parts: scored } = scoreChange(artefact, { parts })
  const factors = changeFactors(
    artefact,
    scored.map(({ hazard }) => hazard),
    [],
  )!
  const product = factors.parts.reduce((total, { factor }) => total * factor, factors.usual)
  expect([probability, low, high, product, scored[3]!.share].map(bitsOf)).toMatchInlineSnapshot(`
    [
      "3fd8c4fb74526433",
      "3fd414e4a8c9dd96",
      "3fddb37b761f8abf",
      "3fd8c4fb74526432",
      "3fa426ae320e5c14",
    ]
  `)
})
