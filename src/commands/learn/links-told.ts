/** The links of a period, as people want them told. */
import type { LearnedLink } from '../../domain/learned.ts'
import { isoMoment } from '../../domain/moment.ts'
import type { Trouble } from '../../history/verdicts.ts'
import { nameChange } from './change-name.ts'

export const toldLinks = (
  troubles: readonly Trouble[],
  {
    from,
    to,
    messageOf,
  }: {
    /** Seconds, both included. */
    readonly from: number
    readonly to: number
    readonly messageOf: (sha: string) => Promise<string | null>
  },
): Promise<readonly LearnedLink[]> =>
  Promise.all(
    troubles
      .filter(({ noticedAt }) => noticedAt >= from && noticedAt <= to)
      .toSorted((one, other) => other.noticedAt - one.noticedAt || other.confidence - one.confidence)
      .flatMap(({ state, ...trouble }) =>
        state === 'rejected'
          ? []
          : [
              messageOf(trouble.sha).then(
                (message): LearnedLink => ({
                  incident: trouble.incident,
                  source: trouble.source ?? '',
                  ...nameChange(trouble.sha, message),
                  sha: trouble.sha,
                  state,
                  confidence: trouble.confidence,
                  noticedAt: isoMoment(trouble.noticedAt),
                  reasons: (trouble.evidence ?? []).map(({ detail }) => detail),
                  url: trouble.url ?? null,
                }),
              ),
            ],
      ),
  )
