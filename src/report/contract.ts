/**
 * `gate --json` as a schema, for tests and documentation alone: the command prints what it has and never loads this.
 * Strict, so that a key nobody described fails a test before it reaches a script.
 */
import { z } from 'zod'
import type { Assessment } from '../domain/assessment.ts'
import { bands, modes, ruleNames, verdicts } from '../domain/decision.ts'

const probability = z.number().min(0).max(1)
const percentile = z.number().min(0).max(100)
const count = z.number().int().min(0)
const moment = z.iso.datetime()

const contribution = z
  .strictObject({
    signal: z.string(),
    question: z.string(),
    value: z.number().nullable(),
    factor: z.number().min(0),
    sentence: z.string(),
    riskFactor: z.exactOptional(z.number().min(0)),
    riskPoints: z.exactOptional(z.number()),
  })
  .readonly()

const part = z
  .strictObject({
    sha: z.string(),
    id: z.string(),
    title: z.string(),
    url: z.exactOptional(z.string()),
    risk: probability,
    share: probability,
    riskFactor: z.exactOptional(z.number().min(0)),
    riskPoints: z.exactOptional(z.number()),
    percentile,
    approvedBy: z.exactOptional(z.array(z.string()).readonly()),
    missing: z.exactOptional(
      z.array(z.strictObject({ from: z.string(), wanted: count, given: count }).readonly()).readonly(),
    ),
    risen: z.exactOptional(z.strictObject({ from: z.enum(bands), to: z.enum(bands) }).readonly()),
    audited: z.exactOptional(z.literal(true)),
    extent: z.string(),
    contributions: z.array(contribution).readonly(),
    authors: z.exactOptional(z.array(z.string()).readonly()),
  })
  .readonly()

const change = z
  .strictObject({
    kind: z.enum(['forward', 'redeploy', 'rollback', 'diverged']),
    base: z.string().nullable(),
    head: z.string().nullable(),
    baseSource: z.string(),
    since: z.exactOptional(moment),
    parts: z.array(part).readonly(),
  })
  .readonly()

const risk = z
  .strictObject({
    probability: probability.nullable(),
    low: probability.nullable(),
    high: probability.nullable(),
    baseRate: probability.nullable(),
    percentile: percentile.nullable(),
    among: count,
    band: z.enum(bands).nullable(),
    limit: probability.nullable(),
    limitWhy: z.string(),
    usualPart: probability.nullable(),
    contributions: z.array(contribution).readonly(),
  })
  .readonly()

const labels = z
  .strictObject({
    meaning: z.string(),
    known: count,
    among: count,
    since: z.string().nullable(),
    sources: z.record(z.string(), z.number()).readonly(),
  })
  .readonly()

const track = z
  .strictObject({
    n: count,
    failed: count,
    caught: count,
    reviewed: count,
    reviewsPerWeek: z.number().min(0),
    months: z.number().min(0),
    riskiest: probability,
    low: probability.nullable(),
    high: probability.nullable(),
    source: z.enum(['recorded', 'replayed']),
  })
  .readonly()

const lower = z
  .strictObject({
    action: z.enum(['prefix', 'revert', 'split', 'wait']),
    head: z.exactOptional(z.string()),
    command: z.exactOptional(z.string()),
    until: z.exactOptional(z.string()),
    probability,
    sentence: z.string(),
  })
  .readonly()

const measurement = z.union([
  z.strictObject({ outcome: z.literal('measured'), value: z.number() }).readonly(),
  z.strictObject({ outcome: z.literal('unavailable'), why: z.string() }).readonly(),
])
const measurements = z.record(z.string(), measurement).readonly()

const reviewer = z
  .strictObject({ login: z.string(), group: z.exactOptional(z.string()), why: z.string() })
  .readonly()
const likeness = z.strictObject({ change: z.string(), outcome: z.string(), sentence: z.string() }).readonly()

const certificate = z
  .strictObject({
    unit: z.literal('part'),
    certified: z.boolean(),
    failureRate: probability,
    confidence: probability,
    threshold: z.exactOptional(probability),
    share: z.exactOptional(probability),
    n: count,
    failures: count,
    upper: probability,
    needed: z.exactOptional(count),
    climbing: z.exactOptional(z.strictObject({ threshold: probability, needed: count }).readonly()),
    alarm: z.exactOptional(
      z
        .strictObject({
          at: moment,
          since: moment,
          until: moment,
          n: count,
          failures: count,
          expected: z.number().min(0),
          threshold: probability.nullable(),
        })
        .readonly(),
    ),
  })
  .readonly()

const budget = z
  .strictObject({
    of: z.strictObject({ kind: z.enum(['environment', 'component']), name: z.string() }).readonly(),
    objective: probability,
    windowSeconds: count,
    allowedSeconds: z.number().min(0),
    leftSeconds: z.number(),
    burn: z.strictObject({ hour: z.number().min(0), sixHours: z.number().min(0) }).readonly(),
    factor: probability,
    onlyFixes: z.boolean(),
    from: z.enum(['incidents', 'prometheus']),
    sentence: z.string(),
  })
  .readonly()

const model = z
  .strictObject({
    id: z.string(),
    kind: z.enum(['prior', 'learned']),
    trainedOn: z.strictObject({ parts: count, failures: count, repositories: count }).readonly(),
    prior: z.exactOptional(
      z.strictObject({ path: z.string(), sha256: z.string(), repositories: count }).readonly(),
    ),
    certificate: z.exactOptional(certificate),
  })
  .readonly()

/** The whole of `gate --json`, schema 1. */
export const assessmentSchema = z
  .strictObject({
    schema: z.literal(1),
    mode: z.enum(modes),
    at: moment,
    repository: z.string(),
    environment: z.string(),
    environmentAssumed: z.boolean(),
    tool: z.strictObject({ name: z.string(), version: z.string(), engine: z.number() }).readonly(),
    decision: z.enum(verdicts),
    rule: z.enum(ruleNames),
    reason: z.string(),
    until: z.exactOptional(moment),
    change,
    risk,
    labels,
    track,
    lower: z.array(lower).readonly(),
    reviewers: z.array(reviewer).readonly(),
    components: z.array(z.string()).readonly(),
    customers: z.array(z.string()).readonly(),
    similar: z.array(likeness).readonly(),
    model,
    budgets: z.exactOptional(z.array(budget).readonly()),
    policy: z
      .strictObject({ path: z.exactOptional(z.string()), blob: z.exactOptional(z.string()) })
      .readonly(),
    evidence: z
      .strictObject({ parts: z.record(z.string(), measurements).readonly(), deployment: measurements })
      .readonly(),
    unavailable: z.array(z.strictObject({ signal: z.string(), why: z.string() }).readonly()).readonly(),
    ledger: z.exactOptional(z.strictObject({ record: z.string(), hash: z.string() }).readonly()),
    notes: z.array(z.string()).readonly(),
    timings: z.record(z.string(), z.number()).readonly(),
  })
  .readonly()

/** Two types are the same when each function over one is a function over the other. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
type Flat<T> = T extends object ? { [Key in keyof T]: Flat<T[Key]> } : T

/** Compiles only while schema and type say the same, key by key; `Flat` undoes intersections and interfaces. */
export const contractHolds: Same<Flat<z.infer<typeof assessmentSchema>>, Flat<Assessment>> = true
