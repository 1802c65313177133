import { B as readDifferences, Dn as exp, Gn as wordsOf, Jn as entityOf, Kn as areaOf, Mn as isOpenAt, Nn as isSmall, Un as purposes, Wn as understandMessage, X as fileKind, hr as compileGlobs, ir as readMessage, qn as directoryOf } from "./commands-gate-gate.js";

// src/history/failure-pattern.ts
/**
* What a change that caused an incident may have in common with one elsewhere: a file of the same name in another
* folder (`values.yaml` of the next service), or the same dependency moved again within a month.
*
* Measured in seven repositories, every failure taken for a cause (bench/incident-signals.ts): of 3,284 parts that
* touched such a file 212 failed (6.5 %), of all 51,768 parts 4.3 %; part of that is that they are larger. The same
* dependency moved again within 30 days failed in 26 of 817 (3.2 %), any dependency in 1.7 %; moved elsewhere within
* a year in 10 of 1,051: that is no warning, and is not asked.
*/
/** Names in more folders than this are everybody's. */
const mostFolders = 20;
const repeating = /* @__PURE__ */ new Set([
	"configuration",
	"infrastructure",
	"dependencies",
	"migration"
]);
const bumped = /\b(?:bump|update|upgrade)[sd]?:?\s+(?:(?:dependency|module|action|image|chart|helm release|the|to)\s+)*["'`]?([@\p{L}][\p{L}\d._@/-]*)/iu;
/** The dependency that a title moves; null where it names none. */
const dependencyIn = (title) => bumped.exec(title)?.[1] ?? null;
const fileNameOf = (path) => path.slice(path.lastIndexOf("/") + 1);
/** All paths of a commit by the last piece of theirs, for `patternOf`. */
const pathsByName = (paths) => {
	const named = /* @__PURE__ */ new Map();
	for (const path of paths) {
		const name = fileNameOf(path);
		const others = named.get(name);
		if (others) others.push(path);
		else named.set(name, [path]);
	}
	return named;
};
/** @param named every path of the repository, by name */
const patternOf = (change, named) => {
	const files = /* @__PURE__ */ new Map();
	for (const path of change.paths) {
		const name = fileNameOf(path);
		if (new Set([...named.get(name) ?? [], path].map(directoryOf)).size > mostFolders || !repeating.has(fileKind(path))) continue;
		files.set(name, (files.get(name) ?? /* @__PURE__ */ new Set()).add(directoryOf(path)));
	}
	const elsewhere = /* @__PURE__ */ new Map();
	for (const [name, folders] of files) for (const path of named.get(name) ?? []) if (!folders.has(directoryOf(path))) elsewhere.set(entityOf("file", path), name);
	const dependency = change.isBump ? dependencyIn(change.title) : null;
	const words = dependency === null ? [] : wordsOf(dependency).map((word) => entityOf("word", word));
	return {
		files,
		own: new Set(change.paths.map((path) => entityOf("file", path))),
		elsewhere,
		dependency: dependency === null || words.length === 0 ? null : {
			name: dependency,
			words
		}
	};
};

// src/history/incident-memory.ts
/**
* What incidents say about a part: how things stood where it touches, as of a moment. Like failures that people told
* (told-scars.ts) they stand beside the index and never in it: an incident exists from the moment it was noticed, for
* parts of the past as for the one that is asked about.
*/
const day = 86400;
/** What lies further back is history. */
const rememberedSeconds = 365 * day;
/** Of small faults: what happened this long ago counts half. */
const halfLifeSeconds = 30 * day;
/** Within this the same dependency, moved again, is the same attempt. */
const sameAttemptSeconds = 30 * day;
const newestFirst = (one, other) => other.incident.noticedAt - one.incident.noticedAt;
const decay = (ageSeconds) => exp(-ageSeconds / halfLifeSeconds * Math.LN2);
var IncidentMemory = class {
	incidents;
	#index;
	#chronicles;
	#byEntity = /* @__PURE__ */ new Map();
	#everywhere;
	#culprits;
	/** Places of faults of deploying: what is deployed does not add to them. */
	#deploying = /* @__PURE__ */ new Set();
	/** The incident before with the same cause, where there was one within a year. */
	#sameCause = /* @__PURE__ */ new Map();
	#byCause = /* @__PURE__ */ new Map();
	constructor({ index, incidents, placesOf, culprits, smallFaults = [] }) {
		this.#index = index;
		this.incidents = incidents;
		this.#culprits = culprits;
		const chronicles = /* @__PURE__ */ new Map();
		for (const incident of incidents) for (const place of new Set(placesOf(incident))) {
			const chronicle = chronicles.get(place) ?? {
				place,
				incidents: [],
				small: []
			};
			chronicles.set(place, chronicle);
			if (isSmall(incident)) chronicle.small.push(incident.noticedAt);
			else chronicle.incidents.push(incident);
		}
		for (const { place, at } of smallFaults) {
			this.#deploying.add(place);
			chronicles.set(place, {
				place,
				incidents: [],
				small: [...at]
			});
		}
		this.#chronicles = [...chronicles.values()];
		this.#everywhere = this.#chronicles.filter(({ place }) => place.entities === "everything");
		for (const chronicle of this.#chronicles) if (chronicle.place.entities !== "everything") for (const entity of chronicle.place.entities) {
			const others = this.#byEntity.get(entity);
			if (others) others.push(chronicle);
			else this.#byEntity.set(entity, [chronicle]);
		}
		this.#findCauses();
		this.#findHotfixes();
	}
	/** What they say of a part that comes, at its landing. */
	ofArrival({ part, files }) {
		const paths = files.flatMap(({ path, previousPath }) => previousPath === void 0 ? [path] : [path, previousPath]);
		const entities = new Set(paths.map((path) => entityOf("file", path)));
		const words = new Set(wordsOf(part.title).map((word) => entityOf("word", word)));
		const isBump = (part.purpose & purposes.dependencyBump) !== 0;
		return this.#asOf(part.time, {
			chronicles: this.#chronicles.filter(({ place }) => place.entities === "everything" || paths.some(place.holds)),
			sharing: ({ pattern, incident }, moment) => {
				const elsewhere = paths.find((path) => {
					const folders = pattern.files.get(fileNameOf(path));
					return folders !== void 0 && !folders.has(directoryOf(path));
				});
				if (elsewhere !== void 0 && ![...pattern.own].some((file) => entities.has(file))) return fileNameOf(elsewhere);
				return isBump && moment - incident.noticedAt <= sameAttemptSeconds ? sameDependency(pattern, words) : null;
			}
		});
	}
	/** What they said of a part of the past, at its landing. */
	ofPast(position) {
		const { parts, touches } = this.#index;
		const from = parts.touchesFrom.get(position);
		const entities = new Set(touches.entity.slice(from, from + parts.touches.get(position)));
		const isBump = this.#index.has(position, "dependencyBump");
		return this.#asOf(parts.time.get(position), {
			chronicles: this.#touchedBy(entities),
			sharing: ({ pattern, incident }, moment) => {
				let elsewhere = null;
				for (const entity of entities) {
					if (pattern.own.has(entity)) {
						elsewhere = null;
						break;
					}
					elsewhere ??= pattern.elsewhere.get(entity) ?? null;
				}
				if (elsewhere !== null) return elsewhere;
				return isBump && moment - incident.noticedAt <= sameAttemptSeconds ? sameDependency(pattern, entities) : null;
			}
		});
	}
	/**
	* What they say of a moment, in seconds, for a deployment of these parts.
	* @param met what was said of the parts
	*/
	ofMoment(moment, arrivals, met) {
		const counted = new Set(met.flatMap(({ open }) => open.map(({ incident }) => incident)));
		const paths = arrivals.flatMap(({ files }) => files.map(({ path }) => path));
		const touched = new Set(this.#chronicles.filter(({ place }) => paths.some(place.holds)).flatMap(({ incidents }) => incidents));
		const recent = this.incidents.filter((each) => each.noticedAt <= moment && moment - each.noticedAt <= 31536e3).filter((each) => !isSmall(each)).toReversed();
		const [last] = recent;
		return {
			open: recent.filter((each) => isOpenAt(each, moment) && !counted.has(each)),
			last: last === void 0 ? null : {
				incident: last,
				agoSeconds: moment - last.noticedAt
			},
			unfinished: recent.filter((each) => touched.has(each) && each.actions.open > 0)
		};
	}
	#touchedBy(entities) {
		const found = new Set(this.#everywhere);
		for (const entity of entities) for (const chronicle of this.#byEntity.get(entity) ?? []) found.add(chronicle);
		return this.#chronicles.filter((chronicle) => found.has(chronicle));
	}
	#asOf(moment, { chronicles, sharing }) {
		const nearby = /* @__PURE__ */ new Map();
		const repeats = [];
		let smallFaults = null;
		for (const { place, incidents, small } of chronicles) {
			const recent = within(incidents, moment);
			for (const [at, incident] of recent.entries()) {
				if (nearby.has(incident)) continue;
				nearby.set(incident, {
					incident,
					place
				});
				const before = recent[at - 1];
				const cause = this.#sameCause.get(incident);
				if (cause !== void 0) repeats.push({
					incident,
					place,
					earlier: cause.earlier,
					same: "cause",
					count: within(this.#byCause.get(cause.cause), moment).length
				});
				else if (before !== void 0) repeats.push({
					incident,
					place,
					earlier: before,
					same: "component",
					count: recent.length
				});
			}
			const faults = faultsAt(place, small, moment);
			if (faults.weight > (smallFaults?.weight ?? 0)) smallFaults = faults;
		}
		const known = [...nearby.values()].sort(newestFirst);
		const [last] = known;
		return {
			open: known.filter(({ incident }) => isOpenAt(incident, moment)),
			last: last === void 0 ? null : {
				...last,
				agoSeconds: moment - last.incident.noticedAt
			},
			repeats: repeats.sort(newestFirst),
			patterns: this.#culprits.flatMap((culprit) => {
				const { noticedAt } = culprit.incident;
				if (noticedAt > moment || moment - noticedAt > 31536e3) return [];
				const thing = sharing(culprit, moment);
				return thing === null ? [] : [{
					culprit,
					thing
				}];
			}),
			smallFaults
		};
	}
	#findCauses() {
		for (const incident of this.incidents) {
			if (isSmall(incident)) continue;
			for (const cause of incident.causes) {
				const others = this.#byCause.get(cause) ?? [];
				this.#byCause.set(cause, others);
				const earlier = others.at(-1);
				if (earlier !== void 0 && incident.noticedAt - earlier.noticedAt <= 31536e3) this.#sameCause.set(incident, {
					earlier,
					cause
				});
				others.push(incident);
			}
		}
	}
	/** Hot patches are small faults of what they touch, from the moment they land. */
	#findHotfixes() {
		if (this.#chronicles.length === 0) return;
		const { parts, touches } = this.#index;
		for (let position = 0; position < this.#index.length; position += 1) {
			if (!this.#index.has(position, "hotfix")) continue;
			const from = parts.touchesFrom.get(position);
			const entities = touches.entity.slice(from, from + parts.touches.get(position));
			for (const { place, small } of this.#touchedBy(entities)) if (!this.#deploying.has(place)) small.push(parts.time.get(position));
		}
		for (const { small } of this.#chronicles) small.sort((one, other) => one - other);
	}
};
const sameDependency = ({ dependency }, words) => dependency?.words.every((word) => words.has(word)) ? dependency.name : null;
/** Those noticed by a moment and within the year before it; the given ones are in the order of time. */
const within = (incidents, moment) => {
	const noticed = (at) => incidents[at].noticedAt;
	return incidents.slice(firstWhere(incidents.length, (at) => noticed(at) >= moment - rememberedSeconds), firstWhere(incidents.length, (at) => noticed(at) > moment));
};
/** The first of so many for which something holds that holds for all behind it. */
const firstWhere = (length, holds) => {
	let low = 0;
	let high = length;
	while (low < high) {
		const middle = low + high >>> 1;
		if (holds(middle)) high = middle;
		else low = middle + 1;
	}
	return low;
};
/** A fault at the very moment is the part itself, or came with it. */
const faultsAt = (place, small, moment) => {
	const from = firstWhere(small.length, (at) => small[at] >= moment - rememberedSeconds);
	const to = firstWhere(small.length, (at) => small[at] >= moment);
	let weight = 0;
	let lately = 0;
	for (let at = from; at < to; at += 1) {
		const age = moment - small[at];
		weight += decay(age);
		if (age <= 2592e3) lately += 1;
	}
	return {
		place,
		weight,
		lately,
		usually: (to - from) * halfLifeSeconds / rememberedSeconds
	};
};

// src/history/incident-places.ts
/** Case, spaces and punctuation say nothing about a name. */
const plainName = (name) => name.toLowerCase().replaceAll(/[^\p{L}\d]/gu, "");
/** A name that more folders, or files, have than this (`test`, `index`) names none of them. */
const mostNamed = 8;
/** A folder and every one above it; not the top. */
const withThoseAbove = (folder) => {
	const folders = [];
	for (let at = folder; at !== ""; at = directoryOf(at)) folders.push(at);
	return folders;
};
const lastPiece = (path) => path.slice(path.lastIndexOf("/") + 1);
const bucket = (buckets, key, value) => {
	const others = buckets.get(key);
	if (others) others.push(value);
	else buckets.set(key, [value]);
};
/** The place of a component: its files, and folders that hold no others. */
const inGlobs = ({ name, paths: globs }, paths) => {
	const holds = compileGlobs(globs);
	const partly = /* @__PURE__ */ new Set();
	const held = /* @__PURE__ */ new Set();
	for (const path of paths) (holds(path) ? held : partly).add(path);
	const shared = new Set([...partly].map(directoryOf));
	const folders = [...new Set([...held].map(directoryOf))].filter((folder) => !shared.has(folder));
	return {
		name,
		holds,
		entities: /* @__PURE__ */ new Set([...[...held].map((path) => entityOf("file", path)), ...folders.map((folder) => entityOf("directory", folder))])
	};
};
/** The place of some folders, and everything in them. */
const inFolders = (name, chosen, folders) => {
	const isInside = (path) => chosen.some((folder) => path.startsWith(`${folder}/`));
	const within = folders.filter((folder) => isInside(`${folder}/`));
	return {
		name,
		holds: isInside,
		entities: new Set(within.map((folder) => entityOf("directory", folder)))
	};
};
const ofFiles = (name, files) => ({
	name,
	holds: (path) => files.includes(path),
	entities: new Set(files.map((path) => entityOf("file", path)))
});
/** A change in more areas than this says nothing of where its trouble was. */
const mostAreas = 3;
/** Names the areas that some paths lie in; none where they are too many to say where it was. */
const areasOf = (paths) => {
	const areas = [...new Set(paths.map(areaOf))];
	return areas.length > mostAreas ? [] : areas;
};
const everything = (name) => ({
	name,
	holds: () => true,
	entities: "everything"
});
const areaPlace = (area) => ({
	name: area === "" ? "the top folder" : area,
	holds: (path) => areaOf(path) === area,
	entities: /* @__PURE__ */ new Set([entityOf("area", area)])
});
/**
* Places by plain name. A name is that of a component of the catalogue, else of the repository, else of a folder by
* its whole path, else of up to eight folders by the last piece of theirs, else of up to eight files by their name
* without its ending, as where each service has a file of its own. One that is none of these has no place.
*/
const placesNamed = (names, { paths, components, repository }) => {
	const byPath = /* @__PURE__ */ new Map();
	const byLastPiece = /* @__PURE__ */ new Map();
	const all = [...new Set([...new Set(paths.map(directoryOf))].flatMap(withThoseAbove))];
	for (const folder of all) {
		bucket(byPath, plainName(folder), folder);
		bucket(byLastPiece, plainName(lastPiece(folder)), folder);
	}
	const byStem = /* @__PURE__ */ new Map();
	for (const path of paths) bucket(byStem, plainName(lastPiece(path).replace(/\.[^.]*$/, "")), path);
	const places = /* @__PURE__ */ new Map();
	for (const name of names) {
		const plain = plainName(name);
		if (plain === "" || places.has(plain)) continue;
		const component = components.find((each) => plainName(each.name) === plain);
		const folders = byPath.get(plain) ?? byLastPiece.get(plain) ?? [];
		const files = byStem.get(plain) ?? [];
		if (component) places.set(plain, inGlobs(component, paths));
		else if (plainName(repository) === plain) places.set(plain, everything(name));
		else if (folders.length > 0 && folders.length <= mostNamed) places.set(plain, inFolders(name, folders, all));
		else if (folders.length === 0 && files.length > 0 && files.length <= mostNamed) places.set(plain, ofFiles(name, files));
	}
	return places;
};

// src/sources/incident-memory.ts
/** Reads what incidents are compared with: where things lie at a commit, and what the changes that caused them touched. */
const abbreviated = 8;
/** Every path of a commit; none where the clone lacks its trees. */
const pathsAt = async ({ git }, commit) => {
	const { status, output } = await git.attempt([...[
		"ls-tree",
		"-r",
		"-z",
		"--name-only",
		"--full-tree"
	], commit]);
	return status === 0 ? output.split("\0").filter((path) => path !== "") : [];
};
/** The changes that caused them and that this history holds, in the order of the incidents. */
const readCulprits = async ({ repository, index, incidents }, paths) => {
	const placed = incidents.flatMap((incident) => (incident.culprits ?? []).map((sha) => ({
		incident,
		sha
	}))).slice(-200).flatMap(({ incident, sha }) => {
		const position = index.positionOf(sha);
		return position === null || position === 0 ? [] : [{
			incident,
			position
		}];
	});
	if (placed.length === 0) return [];
	const pairs = placed.map(({ position }) => ({
		sha: index.sha(position),
		parent: index.sha(position - 1)
	}));
	const touched = [];
	for await (const block of readDifferences(repository.git, pairs, { linesExpected: false })) for (const { files } of block) touched.push(files.map(({ path }) => path));
	const byName = pathsByName(paths);
	return Promise.all(placed.map(async ({ incident }, at) => {
		const { sha } = pairs[at];
		const message = await readMessage(repository.git, repository.objects, sha);
		const { title, number, purpose } = understandMessage(message ?? "");
		const isBump = (purpose & purposes.dependencyBump) !== 0;
		return {
			incident,
			name: number === null ? sha.slice(0, abbreviated) : `#${number}`,
			paths: touched[at],
			pattern: patternOf({
				title,
				isBump,
				paths: touched[at]
			}, byName)
		};
	}));
};
/** What incidents say of parts, as far as this clone can tell where they were. Throws SourceError for a clone that cannot be read. */
const readIncidentMemory = async (reading) => {
	const { repository, index, incidents, commit, configuration, repeated } = reading;
	const paths = await pathsAt(repository, commit);
	const culprits = await readCulprits(reading, paths);
	const named = placesNamed([...new Set(incidents.flatMap(({ components }) => components))], {
		paths,
		components: configuration.components,
		repository: repository.name
	});
	const areas = /* @__PURE__ */ new Map();
	const byCulprit = /* @__PURE__ */ new Map();
	for (const { incident, paths: touched } of culprits) {
		const places = areasOf(touched).map((area) => {
			const place = areas.get(area) ?? areaPlace(area);
			areas.set(area, place);
			return place;
		});
		byCulprit.set(incident, [...byCulprit.get(incident) ?? [], ...places]);
	}
	return new IncidentMemory({
		index,
		incidents,
		culprits,
		smallFaults: repeated ? [{
			place: everything(repeated.environment),
			at: repeated.at
		}] : [],
		placesOf: (incident) => {
			const places = incident.components.flatMap((name) => named.get(plainName(name)) ?? []);
			return places.length > 0 ? places : byCulprit.get(incident) ?? [];
		}
	});
};

export { readIncidentMemory };
