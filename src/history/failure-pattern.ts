/**
 * What a change that caused an incident may have in common with one elsewhere: a file of the same name in another
 * folder (`values.yaml` of the next service), or the same dependency moved again within a month.
 *
 * Measured in seven repositories, every failure taken for a cause (bench/incident-signals.ts): of 3,284 parts that
 * touched such a file 212 failed (6.5 %), of all 51,768 parts 4.3 %; part of that is that they are larger. The same
 * dependency moved again within 30 days failed in 26 of 817 (3.2 %), any dependency in 1.7 %; moved elsewhere within
 * a year in 10 of 1,051: that is no warning, and is not asked.
 */

import { fileKind } from './file-kind.ts'
import { directoryOf, entityOf } from './hash.ts'
import { wordsOf } from './message.ts'

/** A change that caused an incident, as far as it may repeat. */
export interface FailurePattern {
  /** Names of files that lie in several folders, with the folders in which it touched them. */
  readonly files: ReadonlyMap<string, ReadonlySet<string>>
  /** Its own files: what touches one of them is no "elsewhere". */
  readonly own: ReadonlySet<number>
  /** Files of these names elsewhere, as the index knows them. */
  readonly elsewhere: ReadonlyMap<number, string>
  /** What it moved, and the words that say so in a title; null where it moved no dependency. */
  readonly dependency: { readonly name: string; readonly words: readonly number[] } | null
}

/** Names in more folders than this are everybody's. */
const mostFolders = 20
const repeating: ReadonlySet<string> = new Set([
  'configuration',
  'infrastructure',
  'dependencies',
  'migration',
])

const bumped =
  /\b(?:bump|update|upgrade)[sd]?:?\s+(?:(?:dependency|module|action|image|chart|helm release|the|to)\s+)*["'`]?([@\p{L}][\p{L}\d._@/-]*)/iu

/** The dependency that a title moves; null where it names none. */
export const dependencyIn = (title: string): string | null => bumped.exec(title)?.[1] ?? null

export const fileNameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** All paths of a commit by the last piece of theirs, for `patternOf`. */
export const pathsByName = (paths: readonly string[]): ReadonlyMap<string, readonly string[]> => {
  const named = new Map<string, string[]>()
  for (const path of paths) {
    const name = fileNameOf(path)
    const others = named.get(name)
    if (others) others.push(path)
    else named.set(name, [path])
  }
  return named
}

/** @param named every path of the repository, by name */
export const patternOf = (
  change: { readonly title: string; readonly isBump: boolean; readonly paths: readonly string[] },
  named: ReadonlyMap<string, readonly string[]>,
): FailurePattern => {
  const files = new Map<string, Set<string>>()
  for (const path of change.paths) {
    const name = fileNameOf(path)
    const everywhere = new Set([...(named.get(name) ?? []), path].map(directoryOf))
    if (everywhere.size > mostFolders || !repeating.has(fileKind(path))) continue
    files.set(name, (files.get(name) ?? new Set()).add(directoryOf(path)))
  }
  const elsewhere = new Map<number, string>()
  for (const [name, folders] of files)
    for (const path of named.get(name) ?? [])
      if (!folders.has(directoryOf(path))) elsewhere.set(entityOf('file', path), name)
  const dependency = change.isBump ? dependencyIn(change.title) : null
  const words = dependency === null ? [] : wordsOf(dependency).map((word) => entityOf('word', word))
  return {
    files,
    own: new Set(change.paths.map((path) => entityOf('file', path))),
    elsewhere,
    dependency: dependency === null || words.length === 0 ? null : { name: dependency, words },
  }
}
