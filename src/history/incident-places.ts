/**
 * Where in a repository the components of incidents lie. Incidents name what was disturbed as people call it; what a
 * part touches is known by its paths, or of a past part by what the index keeps of them.
 */
import type { Component } from '../config/configuration.ts'
import { compileGlobs } from '../config/glob.ts'
import { areaOf, directoryOf, entityOf } from './hash.ts'

export interface Place {
  /** As the incident calls it. */
  readonly name: string
  readonly holds: (path: string) => boolean
  /** What the index may know of it: files, folders and areas that lie there altogether; `everything` for all there is. */
  readonly entities: ReadonlySet<number> | 'everything'
}

/** Everything that lies in a repository, at one commit. */
export interface Surface {
  readonly paths: readonly string[]
  readonly components: readonly Component[]
  /** Name of the repository: an incident may call all of it so. */
  readonly repository: string
}

/** Case, spaces and punctuation say nothing about a name. */
export const plainName = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\d]/gu, '')

/** A name that more folders, or files, have than this (`test`, `index`) names none of them. */
const mostNamed = 8

/** A folder and every one above it; not the top. */
const withThoseAbove = (folder: string): readonly string[] => {
  const folders: string[] = []
  for (let at = folder; at !== ''; at = directoryOf(at)) folders.push(at)
  return folders
}

const lastPiece = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

const bucket = (buckets: Map<string, string[]>, key: string, value: string): void => {
  const others = buckets.get(key)
  if (others) others.push(value)
  else buckets.set(key, [value])
}

/** The place of a component: its files, and folders that hold no others. */
const inGlobs = ({ name, paths: globs }: Component, paths: readonly string[]): Place => {
  const holds = compileGlobs(globs)
  const partly = new Set<string>()
  const held = new Set<string>()
  for (const path of paths) (holds(path) ? held : partly).add(path)
  const shared = new Set([...partly].map(directoryOf))
  const folders = [...new Set([...held].map(directoryOf))].filter((folder) => !shared.has(folder))
  return {
    name,
    holds,
    entities: new Set([
      ...[...held].map((path) => entityOf('file', path)),
      ...folders.map((folder) => entityOf('directory', folder)),
    ]),
  }
}

/** The place of some folders, and everything in them. */
const inFolders = (name: string, chosen: readonly string[], folders: readonly string[]): Place => {
  const isInside = (path: string): boolean => chosen.some((folder) => path.startsWith(`${folder}/`))
  const within = folders.filter((folder) => isInside(`${folder}/`))
  return {
    name,
    holds: isInside,
    entities: new Set(within.map((folder) => entityOf('directory', folder))),
  }
}

const ofFiles = (name: string, files: readonly string[]): Place => ({
  name,
  holds: (path) => files.includes(path),
  entities: new Set(files.map((path) => entityOf('file', path))),
})

/** A change in more areas than this says nothing of where its trouble was. */
const mostAreas = 3

/** Names the areas that some paths lie in; none where they are too many to say where it was. */
export const areasOf = (paths: readonly string[]): readonly string[] => {
  const areas = [...new Set(paths.map(areaOf))]
  return areas.length > mostAreas ? [] : areas
}

export const everything = (name: string): Place => ({ name, holds: () => true, entities: 'everything' })

export const areaPlace = (area: string): Place => ({
  name: area === '' ? 'the top folder' : area,
  holds: (path) => areaOf(path) === area,
  entities: new Set([entityOf('area', area)]),
})

/**
 * Places by plain name. A name is that of a component of the catalogue, else of the repository, else of a folder by
 * its whole path, else of up to eight folders by the last piece of theirs, else of up to eight files by their name
 * without its ending, as where each service has a file of its own. One that is none of these has no place.
 */
export const placesNamed = (
  names: readonly string[],
  { paths, components, repository }: Surface,
): ReadonlyMap<string, Place> => {
  const byPath = new Map<string, string[]>()
  const byLastPiece = new Map<string, string[]>()
  const all = [...new Set([...new Set(paths.map(directoryOf))].flatMap(withThoseAbove))]
  for (const folder of all) {
    bucket(byPath, plainName(folder), folder)
    bucket(byLastPiece, plainName(lastPiece(folder)), folder)
  }
  const byStem = new Map<string, string[]>()
  for (const path of paths) bucket(byStem, plainName(lastPiece(path).replace(/\.[^.]*$/, '')), path)
  const places = new Map<string, Place>()
  for (const name of names) {
    const plain = plainName(name)
    if (plain === '' || places.has(plain)) continue
    const component = components.find((each) => plainName(each.name) === plain)
    const folders = byPath.get(plain) ?? byLastPiece.get(plain) ?? []
    const files = byStem.get(plain) ?? []
    if (component) places.set(plain, inGlobs(component, paths))
    else if (plainName(repository) === plain) places.set(plain, everything(name))
    else if (folders.length > 0 && folders.length <= mostNamed)
      places.set(plain, inFolders(name, folders, all))
    else if (folders.length === 0 && files.length > 0 && files.length <= mostNamed)
      places.set(plain, ofFiles(name, files))
  }
  return places
}
