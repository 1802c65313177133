/** The team's own model card: gathered from what was just learned, kept in the ledger where it says something new. */
import type { LearnedSource } from '../../domain/learned.ts'
import type { CardIncident, ModelCard } from '../../domain/model-card.ts'
import { isoMoment } from '../../domain/moment.ts'
import type { HistoryIndex } from '../../history/index.ts'
import type { Trouble } from '../../history/verdicts.ts'
import { sha256 } from '../../ledger/canonical.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { NewRecord } from '../../ledger/record.ts'
import { publicRepositories } from '../../model/artefact.ts'
import { renderModelCard } from '../../report/model-card.ts'
import { recordedCertificate } from '../gate/certifying.ts'
import { standingAt } from '../gate/standing.ts'
import { cardTrack } from './card-track.ts'
import { cardWeights } from './card-weights.ts'
import { nameChange } from './change-name.ts'
import type { Ground } from './ground.ts'
import type { StandingFor } from './refit.ts'

export interface CardRequest
  extends Pick<ModelCard, 'repository' | 'sources' | 'moved' | 'odd' | 'lanes' | 'notBelieved' | 'unusable'> {
  readonly ground: Ground
  readonly stands: StandingFor
  readonly troubles: readonly Trouble[]
  readonly notes: readonly string[]
  readonly messageOf: (sha: string) => Promise<string | null>
  readonly now: Date
  readonly version: string
}

export interface KeptCard {
  /** Markdown. */
  readonly text: string
  /** SHA-256 of the text, under which the ledger keeps it. */
  readonly hash: string
  /** Null where the newest record says the same. */
  readonly record: NewRecord | null
}

export const cardOf = async (request: CardRequest): Promise<KeptCard> => {
  const text = renderModelCard(await gathered(request))
  const hash = sha256(text)
  return { text, hash, record: await cardRecord(request, text, hash) }
}

const gathered = async (request: CardRequest): Promise<ModelCard> => {
  const { ground, stands, repository, sources, lanes, moved, odd, notBelieved, unusable, notes } = request
  const { configuration, history, prior, chosen, ledgers } = ground
  const { standing, environment, settings } = stands
  const { failureRate, confidence } = settings.autoApprove
  const { model, labels, newest } = standing
  const { time } = standingAt(history.index, history.head)
  const isLearned = model.kind === 'learned' && labels.known > 0
  const certificate =
    failureRate === null
      ? null
      : await recordedCertificate({ ledger: ledgers[0]!, environment, promised: { failureRate, confidence } })
  return {
    repository,
    environment,
    model: {
      id: model.id,
      engine: model.engine,
      kind: isLearned ? 'learned' : 'prior',
      meaning: labels.meaning,
      parts: labels.among,
      failures: labels.known,
      causes: labels.sources,
      from: labels.since,
      to: landing(history.index, newest),
      lookback: configuration.history.lookback.text,
      maturity: configuration.outcome.maturity.text,
    },
    prior: {
      id: prior.id,
      parts: prior.trainedOn.parts,
      failures: prior.trainedOn.failures,
      repositories: publicRepositories(prior),
      ...(chosen === null ? {} : { chosen: chosen.summary }),
    },
    sources,
    ...(await incidentsOf(request)),
    notBelieved,
    unusable,
    moved,
    odd,
    ...cardTrack(standing, history.index, time - configuration.outcome.maturity.seconds),
    weights: cardWeights(model),
    failureRate,
    certificate,
    lanes,
    unseen: [...unseenSources(sources, configuration.experience), ...notes],
  }
}

const landing = (index: HistoryIndex, sha: string | null): string | null => {
  const place = sha === null ? null : index.positionOf(sha)
  return place === null ? null : isoMoment(index.parts.time.get(place))
}

/** As many as a page has room for. */
const mostIncidents = 12

/** What is confirmed before what is suspected, newest first. */
const incidentsOf = async ({
  troubles,
  messageOf,
  now,
}: CardRequest): Promise<Pick<ModelCard, 'incidents' | 'moreIncidents'>> => {
  const tied = troubles
    .flatMap(({ state, ...trouble }) =>
      state === 'rejected' || trouble.noticedAt * 1000 > now.getTime() ? [] : [{ ...trouble, state }],
    )
    .toSorted(
      (one, other) =>
        Number(one.state === 'suspect') - Number(other.state === 'suspect') ||
        other.noticedAt - one.noticedAt ||
        (one.incident < other.incident ? -1 : 1),
    )
  const incidents = await Promise.all(
    tied.slice(0, mostIncidents).map(
      async ({ incident, source = '', sha, state, noticedAt, url = null }): Promise<CardIncident> => ({
        ...{ incident, source, state, url },
        noticedAt: isoMoment(noticedAt),
        change: nameChange(sha, await messageOf(sha)).change,
      }),
    ),
  )
  return { incidents, moreIncidents: tied.length - incidents.length }
}

/** What no source told, and what would tell it. */
const unseenSources = (sources: readonly LearnedSource[], experience: boolean): readonly string[] => {
  const told = new Set(sources.map(({ source }) => source))
  const isIncident = (source: string) =>
    !source.startsWith('git ') && !['deployments', 'people'].includes(source)
  return [
    ...(told.has('deployments')
      ? []
      : ['Deployments: none is known, so what was rolled back is not; learn --deployments FILE tells.']),
    ...([...told].some(isIncident)
      ? []
      : [
          'Incidents and post-mortems: none was told; learn --incidents FILE does, or incidents: in the policy.',
        ]),
    ...(told.has('people')
      ? []
      : ['Words of people: nobody has said .outcome, .blame or .unblame of a change that is known here.']),
    ...(experience ? [] : ['Who knows what is touched: not asked, as the policy says (experience: off).']),
  ]
}

const stream = 'model-cards'

/** Written where the model or its card is another one; its blob is kept at once. */
const cardRecord = async (
  { ground, stands, repository, now, version }: CardRequest,
  text: string,
  hash: string,
): Promise<NewRecord | null> => {
  const ledger: Ledger = ground.ledgers[0]!
  const { environment } = stands
  const model = stands.standing.model.id
  const before = await ledger.latest({ kind: 'model', stream, environment })
  if (before?.body['cardBlob'] === hash && before.body['model'] === model) return null
  const cardBlob = await ledger.putBlob(Buffer.from(text, 'utf8'))
  return {
    stream,
    kind: 'model',
    // What was so once may be so again after it was otherwise.
    key: { what: 'card', repository, environment, model, cardBlob, after: before?.id ?? null },
    at: now.toISOString(),
    repository,
    environment,
    actor: 'learn',
    tool: { name: 'change-risk-gate', version },
    body: { what: 'card', model, cardBlob },
  }
}
