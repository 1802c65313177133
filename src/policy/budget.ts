/**
 * An error budget: what may still go wrong before a promise is broken. It is 1 − objective of the window the promise is
 * kept over; what incidents or requests that failed took of it is spent.
 *
 * As it burns the limit tightens, in proportion to what is left below `tightenBelow`, and where it is nearly gone, or
 * burns so fast that it soon will be, only fixes go out unreviewed. Fast is the pace that alerts are made of (Google, The
 * Site Reliability Workbook, chapter 5): 14.4 times over an hour spends 2 % of thirty days, 6 times over six hours 5 %.
 */
import { formatList } from './formatting.ts'

/** What a decision keeps of a budget: plain JSON, in whole milliseconds. */
export interface BudgetFacts {
  readonly of: { readonly kind: 'environment' | 'component'; readonly name: string }
  /** 0..1. */
  readonly objective: number
  readonly windowSeconds: number
  readonly spentMilliseconds: number
  /** Spent in the last hour, and in the last six. */
  readonly hourMilliseconds: number
  readonly sixHoursMilliseconds: number
  /** Shares of the budget, 0..1: below the first what is left tightens the limit, below the second only fixes flow. */
  readonly tightenBelow: number
  readonly fixesBelow: number
  readonly from: 'incidents' | 'prometheus'
}

export interface Budget {
  readonly facts: BudgetFacts
  /** What may be spent in all. */
  readonly allowedMilliseconds: number
  /** Below zero where more was spent. */
  readonly leftMilliseconds: number
  /** 0..1 of what may be spent. */
  readonly leftShare: number
  /** Times as fast as would spend exactly all of it over the window. */
  readonly burn: { readonly hour: number; readonly sixHours: number }
  /** What the limit is multiplied by while fixes are not all that flows: above 0, at most 1. */
  readonly factor: number
  readonly onlyFixes: boolean
  /** What is left, in words: "41 s of 1 min 43 s left (30 days)". */
  readonly sentence: string
}

const fastOverHour = 14.4
const fastOverSixHours = 6
const hourMilliseconds = 3_600_000

/** Percentages have at most ten decimals, so shares have twelve: in these units an objective is a whole number. */
const unitsOfShare = 1e12

/** Milliseconds that may go wrong in a window: 103,680 of thirty days at 99.996 %. */
export const allowedMilliseconds = (objective: number, windowSeconds: number): number =>
  Math.round((windowSeconds * 1000 * Math.round((1 - objective) * unitsOfShare)) / unitsOfShare)

export const budgetOf = (facts: BudgetFacts): Budget => {
  const { objective, windowSeconds, spentMilliseconds, tightenBelow, fixesBelow } = facts
  const allowed = allowedMilliseconds(objective, windowSeconds)
  const left = allowed - spentMilliseconds
  const leftShare = spentMilliseconds === 0 ? 1 : Math.max(0, left) / Math.max(1, allowed)
  const bad = Math.round((1 - objective) * unitsOfShare) / unitsOfShare
  const burn = {
    hour: facts.hourMilliseconds / hourMilliseconds / bad,
    sixHours: facts.sixHoursMilliseconds / (6 * hourMilliseconds) / bad,
  }
  const onlyFixes =
    leftShare <= 0 || leftShare < fixesBelow || burn.hour >= fastOverHour || burn.sixHours >= fastOverSixHours
  return {
    facts,
    allowedMilliseconds: allowed,
    leftMilliseconds: left,
    leftShare,
    burn,
    factor: onlyFixes || leftShare >= tightenBelow ? 1 : leftShare / tightenBelow,
    onlyFixes,
    sentence: sayLeft(allowed, left, windowSeconds),
  }
}

/** What budgets multiply the limit by, and which does: the tightest, for the same outage may burn several. */
export const budgetFactor = (
  budgets: readonly Budget[],
): { readonly factor: number; readonly factorWhy?: string } => {
  const [tightest] = budgets.toSorted((one, other) => one.factor - other.factor)
  if (tightest === undefined || tightest.factor === 1) return { factor: 1 }
  return {
    factor: tightest.factor,
    factorWhy: `by the error budget of ${tightest.facts.of.name} (${formatShare(tightest.leftShare)} left)`,
  }
}

/** Why only fixes go out unreviewed: "the error budget of payments is spent: 2 min 10 s of 1 min 43 s (30 days)". */
export const sayBurnt = (budgets: readonly Budget[]): string =>
  formatList(budgets.filter(({ onlyFixes }) => onlyFixes).map(sayOne), 2)

const sayOne = ({ facts, burn, leftMilliseconds, leftShare, sentence }: Budget): string => {
  const what = `the error budget of ${facts.of.name}`
  if (leftMilliseconds <= 0 || leftShare < facts.fixesBelow) {
    const state = leftMilliseconds <= 0 ? 'is spent' : `has ${formatShare(leftShare)} left`
    return `${what} ${state}: ${sentence}`
  }
  const [times, over] =
    burn.hour >= fastOverHour ? [burn.hour, 'the last hour'] : [burn.sixHours, 'the last six hours']
  return `${what} burned ${formatTimes(times)} times as fast over ${over} as it may: ${sentence}`
}

const formatTimes = (times: number): string =>
  times < 100 ? `${Number(times.toPrecision(2))}` : times.toFixed(0)

/** Rounded down: what is called left is there. */
const formatShare = (share: number): string => {
  const percent = Math.floor(share * 100)
  return percent >= 1 || share <= 0 ? `${percent} %` : 'under 1 %'
}

const sayLeft = (allowed: number, left: number, windowSeconds: number): string =>
  left > 0
    ? `${formatLength(left)} of ${formatLength(allowed)} left (${formatWindow(windowSeconds)})`
    : `${formatLength(allowed - left)} of ${formatLength(allowed)} used (${formatWindow(windowSeconds)})`

const units = [
  { name: 'd', milliseconds: 86_400_000 },
  { name: 'h', milliseconds: 3_600_000 },
  { name: 'min', milliseconds: 60_000 },
  { name: 's', milliseconds: 1000 },
] as const

/** Whole seconds, in the two largest units: "41 s", "1 min 43 s", "2 d 4 h". */
export const formatLength = (milliseconds: number): string => {
  if (milliseconds > 0 && milliseconds < 1000) return 'under 1 s'
  const first = units.findIndex((unit) => milliseconds >= unit.milliseconds)
  if (first < 0) return '0 s'
  let rest = milliseconds
  return units
    .slice(first, first + 2)
    .flatMap((unit) => {
      const count = Math.floor(rest / unit.milliseconds)
      rest -= count * unit.milliseconds
      return count === 0 ? [] : [`${count} ${unit.name}`]
    })
    .join(' ')
}

const windowUnits = [
  { name: 'day', seconds: 86_400 },
  { name: 'hour', seconds: 3600 },
  { name: 'minute', seconds: 60 },
  { name: 'second', seconds: 1 },
] as const

/** "30 days", "365.25 days" for a year, "36 hours". */
const formatWindow = (windowSeconds: number): string => {
  const whole = windowUnits.find(({ seconds }) => windowSeconds % seconds === 0)!
  const unit = windowSeconds >= 28 * 86_400 ? windowUnits[0] : whole
  const count = Number((windowSeconds / unit.seconds).toFixed(2))
  return `${count} ${unit.name}${count === 1 ? '' : 's'}`
}
