/** The hidden line that says in which band each part was when people were asked: what their yes is to. */
import { type Band, bands } from '../../domain/decision.ts'
import { mostAskedCommits } from './requests.ts'

const shape = new RegExp(
  `^<!-- change-risk-gate:bands ((?:[0-9a-f]{40,64}=(?:${bands.join('|')}) ?){1,${mostAskedCommits}})-->$`,
  'm',
)

/** One line, or none where no band of these is known. */
export const bandsLines = (shas: readonly string[], known: ReadonlyMap<string, Band>): readonly string[] => {
  const told = shas.slice(0, mostAskedCommits).flatMap((sha) => {
    const band = known.get(sha)
    return band === undefined ? [] : [`${sha}=${band}`]
  })
  return told.length === 0 ? [] : [`<!-- change-risk-gate:bands ${told.join(' ')} -->`]
}

/** By SHA; none of a comment without such a line. */
export const bandsIn = (body: string): ReadonlyMap<string, Band> =>
  new Map(
    (shape.exec(body.replaceAll('\r', ''))?.[1] ?? '').split(' ').flatMap((each) => {
      const [sha = '', name] = each.split('=')
      const band = bands.find((other) => other === name)
      return band === undefined ? [] : [[sha, band] as const]
    }),
  )

/** The highest of them; null of none. */
export const highestOf = (some: ReadonlyMap<string, Band>): Band | null =>
  bands.findLast((band) => [...some.values()].includes(band)) ?? null
