import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Real fleets that boot, drain and are watched: their tests take long, and mostly wait. */
const isWaiting = ({ moduleId }: TestSpecification): boolean =>
  /\/e2e\/(?:action\/)?rollout|\/drivers\/rollouts\/(?:haproxy|ssh)/.test(moduleId)

/** The second among the first two thirds of the first, so that neither those who wait nor those who work are left over. */
const spread = <Item>(busy: readonly Item[], waiting: readonly Item[]): Item[] => {
  const step = Math.max(1, Math.floor((2 * busy.length) / (3 * waiting.length)))
  const among = busy.flatMap((item, at) => [
    ...(at % step === 0 ? waiting.slice(at / step, at / step + 1) : []),
    item,
  ])
  return [...among, ...waiting.slice(Math.ceil(busy.length / step))]
}

/** The longest first, also in a clean clone that remembers no run: no worker is to begin a long file when the rest are done. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const turn = ({ moduleId }: TestSpecification): number =>
      /faults[^/]*$|killed/.test(moduleId) ? 0 : moduleId.includes('/e2e/') ? 1 : 2
    const inTurn = (await super.sort(files)).toSorted((one, other) => turn(one) - turn(other))
    return spread(
      inTurn.filter((file) => !isWaiting(file)),
      inTurn.filter(isWaiting),
    )
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/temporary.ts'],
    // Nothing is measured by these: they end what hangs, and let a machine that has other work take its time.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // One more than there are cores: at nearly every moment one of them waits.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    reporters: process.env['TEST_REPORT']
      ? ['default', ['json', { outputFile: process.env['TEST_REPORT'] }]]
      : ['default'],
  },
})
