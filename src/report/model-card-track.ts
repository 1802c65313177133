/** How a model did on the past of its repository, in counts: what it would have caught, and how its risks came true. */
import { formatCount } from '../domain/counting.ts'
import type { CardThird, ModelCard } from '../domain/model-card.ts'
import { formatInterval, formatPlural, formatShare } from './numbers.ts'

const names = ['safest', 'middle', 'riskiest']

const foretold = (failures: number): string => (failures < 10 ? failures.toFixed(1) : formatCount(failures))

const thirdsTable = (thirds: readonly CardThird[]): string =>
  [
    '| third of the changes | changes | failures foretold | failed |',
    '|---|---|---|---|',
    ...thirds.map(
      (third, at) =>
        `| ${names[at]} | ${formatCount(third.parts)} | ${foretold(third.foretold)} | ${formatCount(third.failed)} |`,
    ),
  ].join('\n')

const sayCaught = ({ caught, failed, low, high, months, n, reviewed, riskiest }: ModelCard['track']) => {
  const unreviewed =
    low === null || high === null
      ? ''
      : ` Of what goes out unreviewed ${formatInterval(low, high)} fails (90 % sure).`
  return `Replayed over the last ${formatPlural(months, 'month')}, each change scored before its outcome was known: reviewing the riskiest ${formatShare(riskiest)} (${formatCount(reviewed)} of ${formatPlural(n, 'change')}) would have stopped at ${formatCount(caught)} of ${formatPlural(failed, 'failure')}.${unreviewed}`
}

/** Over all that was replayed, which may reach further back than a year. */
const sayOrder = (order: number, thirds: readonly CardThird[]): string => {
  const parts = thirds.reduce((sum, third) => sum + third.parts, 0)
  const failed = thirds.reduce((sum, third) => sum + third.failed, 0)
  return `Of all ${formatCount(parts)} that were replayed ${formatCount(failed)} failed; of 100 pairs of one that failed and one that did not, it puts the failed one higher in ${Math.round(order * 100)} (chance: 50).`
}

/** Blocks of Markdown. */
export const cardTrackLines = ({
  order,
  thirds,
  track,
}: Pick<ModelCard, 'track' | 'order' | 'thirds'>): readonly string[] =>
  track.n === 0
    ? ['Too little history to replay: nothing is known of how it does here.']
    : [
        sayCaught(track),
        order === null
          ? 'Under 10 failures are known of what was replayed: too few to judge how well it sorts.'
          : sayOrder(order, thirds),
        thirds.length === 0 ? '' : thirdsTable(thirds),
      ]
