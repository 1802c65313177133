/** Builds Assessments whose numbers belong together: shares, risks and factors all come from the same hazards. */
import { createHash } from 'node:crypto'
import type { AssessedPart, Assessment, Contribution } from '../../src/domain/assessment.ts'
import type { Artefact } from '../../src/model/artefact.ts'
import { changeFactors, type Share } from '../../src/model/change-factors.ts'

export type Factor = readonly [factor: number, sentence: string, signal?: string]

/** A commit name invented from a seed. */
export const sha = (seed: number): string => createHash('sha1').update(`commit ${seed}`).digest('hex')

const contribution = ([factor, sentence, signal = 'files']: Factor): Contribution => ({
  signal,
  question: `What about ${signal}?`,
  value: factor,
  factor,
  sentence,
})

const signals = [
  'commits',
  'hour of the day',
  'weekday',
  'folders',
  'file types',
  'age of the files',
  'lines deleted',
  'renames',
  'configuration',
  'tests',
  'days in review',
  'reviewers',
  'words in the message',
  'imports',
  'migrations',
  'generated files',
  'recent changes nearby',
  'reverts nearby',
  'hot files',
  'owners',
  'languages',
  'binary files',
  'nesting',
  'comments',
  'todo marks',
  'new files',
  'moved files',
  'links to issues',
]

/** The small reasons nobody names, 28 of them, multiplying to `product`: one big, the others halving. */
export const smallReasons = (product: number): readonly Factor[] => {
  const weights = signals.map((_, place) => 0.6 ** place)
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  return signals.map((signal, place) => [
    product ** (weights[place]! / whole),
    `${signal} near the usual`,
    signal,
  ])
}

export interface PartDraft {
  readonly id?: string
  readonly title: string
  readonly extent: string
  readonly factors?: readonly Factor[]
  readonly percentile?: number
  readonly approvedBy?: readonly string[]
  readonly url?: string
}

const hazardOf = (probability: number): number => -Math.log(1 - probability)
const riskOf = (hazard: number): number => 1 - Math.exp(-hazard)

/** Parts, riskiest first, from the usual part's risk and their factors. */
export const parts = (usualPart: number, drafts: readonly PartDraft[]): readonly AssessedPart[] => {
  const hazards = drafts.map(({ factors = [] }) =>
    factors.reduce((hazard, [factor]) => hazard * factor, hazardOf(usualPart)),
  )
  const whole = hazards.reduce((sum, hazard) => sum + hazard, 0)
  return drafts
    .map((draft, place): AssessedPart => {
      const name = sha(place * 101 + draft.title.length)
      return {
        sha: name,
        id: draft.id ?? name.slice(0, 8),
        title: draft.title,
        ...(draft.url === undefined ? {} : { url: draft.url }),
        risk: riskOf(hazards[place]!),
        share: hazards[place]! / whole,
        percentile: draft.percentile ?? 60,
        ...(draft.approvedBy === undefined ? {} : { approvedBy: draft.approvedBy }),
        extent: draft.extent,
        contributions: (draft.factors ?? []).map(contribution),
      }
    })
    .sort((one, other) => other.risk - one.risk)
}

/** What each part and moment makes of the usual risk, where the risk is that of its hazards. */
const explained = (assessment: Assessment): Assessment => {
  const { change, risk } = assessment
  const { baseRate, contributions, probability, usualPart } = risk
  if (probability === null || baseRate === null || usualPart === null || change.parts.length < 2)
    return assessment
  const factors = changeFactors(
    { averageHazard: hazardOf(usualPart), frailty: 1e9 } as Artefact,
    change.parts.map((part) => hazardOf(part.risk)),
    contributions.map(({ factor }) => factor),
  )
  // A part that fails for certain has no hazard that is a number; a model never gives one.
  if (factors === null || change.parts.some(({ risk: own }) => own === 1)) return assessment
  const of = ({ factor, points }: Share) => ({ riskFactor: factor, riskPoints: points })
  return {
    ...assessment,
    change: { ...change, parts: change.parts.map((part, at) => ({ ...part, ...of(factors.parts[at]!) })) },
    risk: {
      ...risk,
      contributions: contributions.map((each, at) => ({ ...each, ...of(factors.context[at]!) })),
    },
  }
}

/** What all parts together risk, times what the moment adds. */
export const together = (all: readonly AssessedPart[], moment = 1): number =>
  riskOf(all.reduce((sum, part) => sum + hazardOf(part.risk), 0) * moment)

/** Factors of the moment itself. */
export const moment = (...factors: readonly Factor[]): readonly Contribution[] => factors.map(contribution)

export type Draft = Partial<Omit<Assessment, 'change' | 'risk' | 'labels' | 'track' | 'model'>> & {
  readonly change?: Partial<Assessment['change']>
  readonly risk?: Partial<Assessment['risk']>
  readonly labels?: Partial<Assessment['labels']>
  readonly track?: Partial<Assessment['track']>
  readonly model?: Partial<Assessment['model']>
}

/** The same without a memory: no ledger kept the answer. */
export const unremembered = ({ ledger: _, ...rest }: Assessment): Assessment => rest

/** A quiet, well-known repository; a draft names what differs. */
export const assess = (draft: Draft = {}): Assessment => {
  const { change, risk, labels, track, model, ...rest } = draft
  const all = change?.parts ?? []
  const usualPart = risk?.usualPart === undefined ? 0.009 : risk.usualPart
  const measurements = Object.fromEntries(
    all.slice(0, 2).map((part) => [part.sha, { files: { outcome: 'measured' as const, value: 3 } }]),
  )
  return explained({
    schema: 1,
    mode: 'observe',
    at: '2026-08-22T09:30:00.000Z',
    repository: 'ledger',
    environment: 'production',
    environmentAssumed: false,
    tool: { name: 'change-risk-gate', version: '0.1.0', engine: 1 },
    decision: 'approve',
    rule: 'below-limit',
    reason: 'every change is below the limit',
    lower: [],
    reviewers: [],
    components: [],
    customers: [],
    similar: [],
    policy: { path: '.github/change-risk.yml', blob: sha(77) },
    evidence: {
      parts: measurements,
      deployment: { 'open-incidents': { outcome: 'unavailable', why: 'no incident source' } },
    },
    unavailable: [],
    ledger: { record: '8c1f2a', hash: sha(5) + sha(6).slice(0, 24) },
    notes: [],
    timings: { index: 812, score: 14 },
    ...rest,
    change: {
      kind: 'forward',
      base: `026d3d4f${sha(4).slice(8)}`,
      head: `3f9c2d1a${sha(9).slice(8)}`,
      baseSource: 'deployment 2026-08-18T16:12:00Z',
      since: '2026-08-18T16:12:00.000Z',
      parts: [],
      ...change,
    },
    risk: {
      probability: all.length === 0 ? null : together(all),
      low: null,
      high: null,
      baseRate: usualPart === null || all.length === 0 ? null : riskOf(all.length * hazardOf(usualPart)),
      percentile: all.length === 0 ? null : 50,
      among: all.length === 0 ? 0 : 100,
      band: all.length === 0 ? null : 'moderate',
      limit: 0.016,
      limitWhy: 'the riskiest 10 % are reviewed',
      usualPart: usualPart,
      contributions: [],
      ...risk,
    },
    labels: {
      meaning: 'reverted, hot-fixed or blamed in an incident within 14 days',
      known: 87,
      among: 4210,
      since: '2024-08-20T00:00:00.000Z',
      sources: { revert: 21, hotfix: 52, incident: 14 },
      ...labels,
    },
    track: {
      n: 2110,
      failed: 41,
      caught: 17,
      reviewed: 212,
      reviewsPerWeek: 4.1,
      months: 12,
      riskiest: 0.1,
      low: 0.009,
      high: 0.016,
      source: 'recorded',
      ...track,
    },
    model: {
      id: 'sha256:4be1c0ffee',
      kind: 'learned',
      trainedOn: { parts: 4210, failures: 87, repositories: 13 },
      ...model,
    },
  })
}
