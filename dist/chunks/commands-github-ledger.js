import { K as SourceError, q as UsageError } from "./main-gate.js";
import { $r as parseRecordLine, Ar as missedBy, Br as describeDifference, Dr as checkedBlob, Fr as matchingRecords, Gr as emptyState, Hr as newChain, Ir as requireLast, Jr as latestPlace, Kr as endOf, Lr as requireRecord, Mr as witnessMend, Nr as writeWitness, Or as requireHash, Pr as chainedRecords, Rr as tampered, Sr as examine, Ur as placeEntries, Vr as extendChain, Wr as advance, Xr as tipsOf, Yr as parseState, Zr as referencedBlobs, ai as lookUp, br as openLedger, ci as plainJson, ei as recordId, ii as formatIndexed, jr as readWitness, kr as troubleOf, li as sha256, ni as segmentFile, qr as formatState, ri as segmentFor, ti as linesOf, zr as checkLine } from "./commands-gate-gate.js";
import { c as text, n as commitName, r as flag, s as record, t as answerOf, u as GitHubError } from "./clients-github-shapes.js";
import { t as fullName } from "./commands-github-job.js";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { appendFileSync, existsSync, lstatSync, readFileSync, readdirSync, rmSync } from "node:fs";

// src/ledger/stores/branch-backoff.ts
/**
* How long a writer stays away after it lost: anything up to 2 s, 4 s, 8 s, … 30 s. Writers that lost together must not
* come back together. With 20 of them at once and 1.2 s from reading to having written, all get through within a
* minute; of 40, one in 2,000 gives up after ten losses (simulated).
*/
const backoffMilliseconds = (attempt, random) => Math.ceil(random() * Math.min(3e4, 2e3 * 2 ** Math.min(attempt, 10)));

// src/ledger/stores/branch-failure.ts
/** What a failure means: whether to look again, to go another way, or to give up with a sentence. */
/** GitHub's words where somebody else moved, began or deleted the branch; some of them come as plain 422. */
const outrunWords = /fast.?forward|reference (already exists|does not exist|update failed)|object does not exist|expected branch to point|expectedHeadOid|pull and try again/i;
/** The branch was not where it was read: nothing was written. */
const isConflict = (error) => error instanceof GitHubError && (error.failure === "conflict" || error.codes.includes("STALE_DATA") || error.failure === "not-found" && error.codes.includes("NOT_FOUND") || error.failure === "invalid" && outrunWords.test(error.message));
/** Nobody knows whether it was done. */
const isDoubtful = (error) => error instanceof GitHubError && [
	"timeout",
	"network",
	"server",
	"rubbish"
].includes(error.failure);
/** GraphQL is not there, is closed to this token, or does not know what was asked: git's own objects may do. */
const lacksGraphql = (error) => error instanceof GitHubError && !isConflict(error) && (error.status === 404 || error.failure === "forbidden" || error.failure === "invalid");
/** A failed request of ours gets the ledger's name; our own errors and bugs pass. */
const readFailure = ({ url }, error) => {
	if (!(error instanceof GitHubError)) return error;
	return new SourceError(`ledger ${url} cannot be read: ${error.message}${needing("contents: read", error)}`, { cause: error });
};
/** As above, of a write that certainly or probably was not done: says what is not remembered. */
const writeFailure = ({ url }, entries, error) => {
	if (!(error instanceof GitHubError)) return error;
	if (isConflict(error)) return new SourceError(`ledger ${url}: other writers were faster ${10 + 1} times, so ${named(entries)} not remembered; run it again, or let fewer jobs write at once (${error.message})`, { cause: error });
	return new SourceError(`ledger ${url} cannot be written, so ${named(entries)} not remembered: ${error.message}${needing("contents: write", error)}`, { cause: error });
};
const needing = (permission, { failure, message }) => ["forbidden", "not-found"].includes(failure) && !message.includes(permission) ? `; the job needs permission "${permission}"` : "";
/** A write of which GitHub did not say how it ended, and the branch did not tell either. */
const doubt = ({ url }, entries, error) => {
	if (!(error instanceof GitHubError)) return error;
	return new SourceError(`ledger ${url}: nobody knows whether ${named(entries)} remembered: ${error.message}; run it again, which is harmless if so`, { cause: error });
};
/** `the decision is`, `3 records are` */
const named = (entries) => entries.length === 1 ? `the ${entries[0]?.kind} is` : `${entries.length} records are`;

// src/ledger/stores/branch-object.ts
/** The name git gives to the bytes of a file, in a repository whose names are as long as `like`. */
const gitBlobName = (bytes, like) => createHash(like.length === 64 ? "sha256" : "sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
/**
* The bytes of a text, if they are the file's. GitHub shows long texts cut and guesses at encodings: only the name
* proves that nothing was lost on the way.
*/
const bytesNamed = (oid, text) => {
	if (text === null) return void 0;
	const bytes = Buffer.from(text, "utf8");
	return gitBlobName(bytes, oid) === oid ? bytes : void 0;
};

// src/ledger/stores/branch-graphql.ts
/**
* The branch by GraphQL: one request for many files, and a commit that is made only if the branch still stands where it
* was read. Everything is asked of one commit, so that what is read together belongs together.
*/
const headQuery = `query LedgerHead($owner: String!, $repo: String!, $ref: String!) {
  repository(owner: $owner, name: $repo) {
    ref(qualifiedName: $ref) {
      target {
        oid
        ... on Commit {
          tree {
            entries { name type oid object { ... on Blob { isTruncated text } } }
          }
        }
      }
    }
  }
}`;
/** Undefined where there is no such branch. Bytes stay out where the text is not the whole file. */
const headByGraphql = async ({ github, repository, branch }) => {
	const data = await github.graphql(headQuery, {
		...repository,
		ref: `refs/heads/${branch}`
	});
	const ref = answerOf("POST /graphql (query LedgerHead)", data).orNull("repository.ref", record);
	if (ref === null) return void 0;
	const oid = ref.commitName("target.oid");
	const state = ref.list("target.tree.entries").find((entry) => entry.text("name") === "state.json");
	return {
		oid,
		state: state?.text("type") === "blob" ? blobIn(state.commitName("oid"), state) : null
	};
};
const blobIn = (oid, entry) => {
	const blob = entry.record("object");
	return {
		oid,
		bytes: wholeText(oid, blob)
	};
};
const wholeText = (oid, blob) => blob.flag("isTruncated") ? void 0 : bytesNamed(oid, blob.textOrNull("text"));
const filesQuery = (wanted) => {
	const names = wanted.map((_, index) => `$path${index}: String!`);
	const fields = wanted.map(({ content }, index) => `    file${index}: object(expression: $path${index}) { oid ${content ? "... on Blob { isTruncated text }" : ""} }`);
	return `query LedgerFiles($owner: String!, $repo: String!, $head: String!, ${names.join(", ")}) {
  repository(owner: $owner, name: $repo) {
    commit: object(expression: $head) { oid }
${fields.join("\n")}
  }
}`;
};
/** Files at a commit. Throws GitHubError 'rubbish' where GitHub does not show the commit: then nothing is absent. */
const filesByGraphql = async ({ github, repository }, head, wanted) => {
	const paths = wanted.map(({ path }, index) => [`path${index}`, `${head}:${path}`]);
	const data = await github.graphql(filesQuery(wanted), {
		...repository,
		head,
		...Object.fromEntries(paths)
	});
	const answer = answerOf("POST /graphql (query LedgerFiles)", data).record("repository");
	answer.is("commit.oid", commitName);
	return new Map(wanted.map(({ path, content }, index) => {
		const file = answer.orNull(`file${index}`, record);
		if (file === null) return [path, null];
		const oid = file.commitName("oid");
		return [path, {
			oid,
			bytes: content && file.optional("isTruncated", flag) !== null ? wholeText(oid, file) : void 0
		}];
	}));
};
const commitMutation = `mutation LedgerCommit($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`;
/** Adds a commit to a branch that is there; answers its name. */
const commitByGraphql = async ({ github, repository: { owner, repo }, branch }, { parent, files, headline }) => {
	const additions = [...files].map(([path, bytes]) => ({
		path,
		contents: bytes.toString("base64")
	}));
	const input = {
		branch: {
			repositoryNameWithOwner: `${owner}/${repo}`,
			branchName: branch
		},
		message: { headline },
		expectedHeadOid: parent.oid,
		fileChanges: { additions }
	};
	const data = await github.graphql(commitMutation, { input });
	return answerOf("POST /graphql (mutation LedgerCommit)", data).is("createCommitOnBranch.commit.oid", (value, where) => commitName(text(value, where), where));
};

// src/ledger/stores/branch-rest-reading.ts
const gitReader = (site) => {
	const { github, repository, branch } = site;
	const folders = /* @__PURE__ */ new Map();
	const tops = /* @__PURE__ */ new Map();
	const entries = async (tree, recursive) => {
		const route = "GET /repos/{owner}/{repo}/git/trees/{tree_sha}";
		const parameters = {
			...repository,
			tree_sha: tree,
			...recursive ? { recursive: "1" } : {}
		};
		return entriesOf(answerOf(route, await github.request(route, parameters)));
	};
	const top = async (head) => {
		const found = tops.get(head) ?? await entries(await treeOf(site, head), false);
		tops.set(head, found);
		return found;
	};
	const folder = async (head, name) => {
		const entry = (await top(head)).get(name);
		if (entry?.type !== "tree") return /* @__PURE__ */ new Map();
		const found = folders.get(entry.oid) ?? await entries(entry.oid, true);
		folders.set(entry.oid, found);
		return found;
	};
	const find = async (head, path) => {
		const slash = path.indexOf("/");
		const entry = (slash < 0 ? await top(head) : await folder(head, path.slice(0, slash))).get(path.slice(slash + 1));
		return entry?.type === "blob" ? entry.oid : void 0;
	};
	const blob = (oid) => readBlob(site, oid);
	const file = async (head, { path, content }) => {
		const oid = await find(head, path);
		return oid === void 0 ? null : {
			oid,
			bytes: content ? await blob(oid) : void 0
		};
	};
	return {
		blob,
		head: async () => {
			const route = "GET /repos/{owner}/{repo}/git/ref/{ref}";
			const found = await github.find(route, {
				...repository,
				ref: `heads/${branch}`
			});
			if (found === null) return void 0;
			const oid = answerOf(route, found).commitName("object.sha");
			return {
				oid,
				state: await file(oid, {
					path: "state.json",
					content: true
				})
			};
		},
		files: async (head, wanted) => {
			const found = /* @__PURE__ */ new Map();
			for (const each of wanted) found.set(each.path, await file(head, each));
			return found;
		},
		list: async (head, name) => [...await folder(head, name)].flatMap(([path, { type }]) => type === "blob" ? [path] : []),
		top: async (head) => [...(await top(head)).keys()]
	};
};
/** The tree of a commit. */
const treeOf = async ({ github, repository }, commit) => {
	const route = "GET /repos/{owner}/{repo}/git/commits/{commit_sha}";
	return answerOf(route, await github.request(route, {
		...repository,
		commit_sha: commit
	})).commitName("tree.sha");
};
const readBlob = async ({ github, repository }, oid) => {
	const route = "GET /repos/{owner}/{repo}/git/blobs/{file_sha}";
	const answer = answerOf(route, await github.request(route, {
		...repository,
		file_sha: oid
	}));
	answer.oneOf("encoding", ["base64"]);
	const bytes = Buffer.from(answer.text("content"), "base64");
	if (gitBlobName(bytes, oid) === oid) return bytes;
	throw rubbish(route, "the bytes are not those of the blob that was asked for");
};
const entriesOf = (answer) => {
	if (answer.flag("truncated")) throw rubbish(answer.route, "the folder holds more files than GitHub lists at once");
	return new Map(answer.list("tree").map((entry) => [entry.text("path"), {
		oid: entry.commitName("sha"),
		type: entry.oneOf("type", [
			"blob",
			"tree",
			"commit"
		])
	}]));
};
const rubbish = (route, what) => new GitHubError(`${route}: ${what}`, {
	failure: "rubbish",
	status: null,
	route
});

// src/ledger/stores/branch-rest-writing.ts
/**
* Makes a commit out of git's own objects and moves the branch to it, or begins the branch with it; answers its name.
* Until the branch is moved nothing has happened: objects nobody refers to are swept up by GitHub.
*/
const commitByRest = async (site, commit) => {
	const { github, repository } = site;
	const tree = await writeTree(site, commit);
	const route = "POST /repos/{owner}/{repo}/git/commits";
	const parents = commit.parent ? [commit.parent.oid] : [];
	const about = {
		...repository,
		message: commit.headline,
		tree,
		parents
	};
	const answer = await github.request(route, about, { repeatable: true });
	const oid = answerOf(route, answer).commitName("sha");
	await (commit.parent ? moveBranch(site, oid) : beginBranch(site, oid));
	return oid;
};
const writeTree = async (site, { parent, files }) => {
	const { github, repository } = site;
	const base = parent ? { base_tree: await treeOf(site, parent.oid) } : {};
	const tree = [];
	for (const [path, bytes] of files) tree.push(await treeEntry(site, path, bytes));
	const route = "POST /repos/{owner}/{repo}/git/trees";
	const answer = await github.request(route, {
		...repository,
		...base,
		tree
	}, { repeatable: true });
	return answerOf(route, answer).commitName("sha");
};
/** Text goes along with the tree; other bytes need a blob of their own first. */
const treeEntry = async ({ github, repository }, path, bytes) => {
	const place = {
		path,
		mode: "100644",
		type: "blob"
	};
	const content = bytes.toString("utf8");
	if (Buffer.from(content, "utf8").equals(bytes)) return {
		...place,
		content
	};
	const route = "POST /repos/{owner}/{repo}/git/blobs";
	const body = {
		...repository,
		content: bytes.toString("base64"),
		encoding: "base64"
	};
	const answer = await github.request(route, body, { repeatable: true });
	return {
		...place,
		sha: answerOf(route, answer).commitName("sha")
	};
};
/** GitHub refuses where the branch is there already: somebody else was first. */
const beginBranch = async ({ github, repository, branch }, sha) => {
	const route = "POST /repos/{owner}/{repo}/git/refs";
	const begun = await github.request(route, {
		...repository,
		ref: `refs/heads/${branch}`,
		sha
	});
	requireMoved(route, begun, sha);
};
/** Without force GitHub moves a branch only to a commit that stands on where it is: the compare-and-swap. */
const moveBranch = async ({ github, repository, branch }, sha) => {
	const route = "PATCH /repos/{owner}/{repo}/git/refs/{ref}";
	const moved = await github.request(route, {
		...repository,
		ref: `heads/${branch}`,
		sha,
		force: false
	});
	requireMoved(route, moved, sha);
};
/** Only an answer that names our commit says that the branch stands there. */
const requireMoved = (route, answer, sha) => {
	if (answerOf(route, answer).commitName("object.sha") === sha) return;
	throw new GitHubError(`${route}: the branch stands at another commit`, {
		failure: "rubbish",
		status: null,
		route
	});
};

// src/ledger/stores/branch-access.ts
/** Of one GraphQL request: answers grow with it, and GitHub gives each ten seconds. 256 shards are 11 requests. */
const filesAtOnce$1 = 24;
const branchAccess = (site) => {
	const rest = gitReader(site);
	let byGraphql = true;
	const either = async (first, second) => {
		if (!byGraphql) return second();
		try {
			return await first();
		} catch (error) {
			if (!lacksGraphql(error)) throw error;
			byGraphql = false;
			return second();
		}
	};
	/** GraphQL leaves out the bytes of what is long or looks like no text. */
	const whole = async (file, content) => file && content && file.bytes === void 0 ? {
		oid: file.oid,
		bytes: await rest.blob(file.oid)
	} : file;
	const restHead = async () => {
		const head = await rest.head();
		if (head === void 0) await requireRepository(site);
		return head;
	};
	return {
		head: async () => {
			const head = await either(async () => await headByGraphql(site) ?? await rest.head(), restHead);
			return head && {
				oid: head.oid,
				state: await whole(head.state, true)
			};
		},
		files: async (head, wanted) => {
			const found = /* @__PURE__ */ new Map();
			for (let at = 0; at < wanted.length; at += filesAtOnce$1) {
				const some = wanted.slice(at, at + filesAtOnce$1);
				const files = await either(() => filesByGraphql(site, head, some), () => rest.files(head, some));
				for (const { path, content } of some) found.set(path, await whole(files.get(path) ?? null, content));
			}
			return found;
		},
		list: rest.list,
		top: rest.top,
		commit: (commit) => {
			const { parent } = commit;
			const byRest = () => commitByRest(site, commit);
			return parent === null ? byRest() : either(() => commitByGraphql(site, {
				...commit,
				parent
			}), byRest);
		}
	};
};
/** A branch of a repository that cannot be seen would look absent, and its ledger empty. */
const requireRepository = async ({ github, repository, url }) => {
	if (await github.find("GET /repos/{owner}/{repo}", { ...repository }) !== null) return;
	const { owner, repo } = repository;
	throw new SourceError(`ledger ${url}: the token cannot see ${owner}/${repo}; check the name, or give the job permission "contents: write"`);
};

// src/ledger/stores/branch-index.ts
const shardOf = (id) => id.slice(0, 2);
const shardPath = (shard) => `index/${shard}`;
const sealOf = (bytes) => sha256(bytes).slice(0, 16);
/** The shards of these ids that hold anything. */
const shardsOf = ({ shards }, ids) => [...new Set(ids.map(shardOf))].filter((shard) => sealIn(shards, shard) !== void 0);
/** Whether all records are in the index, as far as it says itself. */
const isComplete = ({ shards, records }) => shards?.records === records;
const isSealed = ({ shards }, shard, bytes) => bytes !== void 0 && sealOf(bytes) === sealIn(shards, shard);
const sealIn = (shards, shard) => shards && Object.hasOwn(shards.seals, shard) ? shards.seals[shard] : void 0;
/** The shards that change, with their new bytes. */
const extendShards = (before, added) => {
	const lines = /* @__PURE__ */ new Map();
	for (const each of added) {
		const shard = shardOf(each.id);
		const own = lines.get(shard);
		if (own) own.push(formatIndexed(each));
		else lines.set(shard, [formatIndexed(each)]);
	}
	return new Map([...lines].map(([shard, own]) => [shard, Buffer.concat([before.get(shard) ?? Buffer.alloc(0), Buffer.from(own.join(""))])]));
};
const sealShards = (seals, changed, records) => ({
	records,
	seals: {
		...seals,
		...Object.fromEntries([...changed].map(([shard, bytes]) => [shard, sealOf(bytes)]))
	}
});

// src/ledger/stores/branch-readme.ts
/** The first thing a person sees who comes upon the branch. */
const branchReadme = Buffer.from(`# Change-risk ledger

What change-risk-gate decided, and on what grounds: one line a record in \`events/\`, each chained to the one before it
by its hash; \`blobs/\` holds what records refer to; \`state.json\` and \`index/\` are made from the events.

Written by the gate only. Whoever edits a line by hand breaks the chain, and every later run says so. To check it all,
check out this branch and run \`change-risk-gate replay --ledger directory:PATH\`.
`);

// src/ledger/stores/branch-state.ts
const emptyBranchState = {
	...emptyState,
	shards: {
		records: 0,
		seals: {}
	}
};
const parseBranchState = (bytes) => {
	const state = parseState(bytes);
	if (state === "damaged" || areSeals(state.shards)) return state;
	const { shards: _, ...rest } = state;
	return rest;
};
const areSeals = (told) => typeof told === "object" && told !== null && "records" in told && "seals" in told && typeof told.seals === "object" && told.seals !== null;
const formatBranchState = (state) => formatState({
	...state,
	index: elsewhere(state.records)
});
/** For the directory store: its own index is not here, and must be made again by whoever appends to a checkout. */
const elsewhere = (records) => ({
	bytes: records,
	sha256: records === 0 ? sha256("") : "0".repeat(64)
});

// src/ledger/stores/branch-commit.ts
/** GitHub refuses commits of 40 MB; base64 makes four bytes of three. */
const commitBytesAtMost = 25e6;
/** Events, state, index and blobs of one append. Throws UsageError where it is more than one commit can hold. */
const planCommit = (desk, found, placing) => {
	const { snapshot, shards } = found;
	const { head } = snapshot;
	const indexed = placing.added.map(({ record, place }) => ({
		id: record.id,
		place
	}));
	const changed = extendShards(shards, indexed);
	const written = new Map([...snapshot.rebuilt?.shards ?? [], ...changed]);
	const advanced = advance(snapshot.state, placing.added);
	const seals = snapshot.state.shards?.seals ?? {};
	const state = {
		...advanced,
		shards: sealShards(seals, written, advanced.records)
	};
	const files = new Map([
		...head === void 0 ? [["README.md", branchReadme]] : [],
		...segmentsOf(snapshot, placing),
		...[...written].map(([shard, bytes]) => [shardPath(shard), bytes]),
		...newBlobs(desk, snapshot),
		["state.json", formatBranchState(state)]
	]);
	refuseTooMuch(files);
	const parent = head === void 0 ? null : {
		oid: head,
		state: null
	};
	return {
		...placing,
		commit: {
			parent,
			files,
			headline: headlineOf(placing)
		},
		state,
		blobs: [...desk.staged.keys()],
		afterwards: (oid) => {
			const known = [...files].map(([path, bytes]) => [path, {
				oid: gitBlobName(bytes, oid),
				bytes
			}]);
			return {
				head: oid,
				state,
				files: new Map([...snapshot.files, ...known])
			};
		}
	};
};
const segmentsOf = ({ state, files }, { added }) => {
	return [...new Set(added.map(({ place }) => place.segment))].map((segment) => {
		const path = segmentFile(segment);
		const before = segment === state.last?.segment && files.get(path)?.bytes || Buffer.alloc(0);
		const own = added.filter(({ place }) => place.segment === segment);
		if (before.length !== own[0]?.place.offset) throw new Error(`${path} is not at hand to be added to`);
		return [path, Buffer.concat([before, Buffer.from(own.map(({ line }) => `${line}\n`).join(""))])];
	});
};
/** Those of the staged blobs that the branch does not hold, or holds damaged. */
const newBlobs = ({ staged }, { files }) => [...staged].flatMap(([hash, bytes]) => {
	const there = files.get(`blobs/${hash}`);
	return there && gitBlobName(bytes, there.oid) === there.oid ? [] : [[`blobs/${hash}`, bytes]];
});
const refuseTooMuch = (files) => {
	const bytes = [...files.values()].reduce((sum, { length }) => sum + length, 0);
	if (bytes <= commitBytesAtMost) return;
	const megabytes = (bytes / 1e6).toFixed(1);
	throw new UsageError(`ledger: ${megabytes} MB at once are more than a commit holds (${commitBytesAtMost / 1e6} MB); append fewer records, or smaller blobs`);
};
const headlineOf = ({ added }) => {
	const kinds = [...new Set(added.map(({ record }) => record.kind))].join(", ");
	return `Remember ${added.length === 1 ? "a record" : `${added.length} records`} (${kinds}) [skip ci]`;
};

// src/ledger/stores/branch-look.ts
/**
* Looks where the branch stands. GitHub may show for a while where it stood before: a branch that lacks what was seen
* is looked at again before it is called cut.
*/
const lookAtBranch = async (desk) => {
	for (let stale = 0;; stale += 1) {
		const head = await desk.access.head();
		const bytes = head?.state?.bytes;
		const told = bytes ? parseBranchState(bytes) : head === void 0 ? emptyBranchState : void 0;
		const missed = told === void 0 || told === "damaged" ? void 0 : missedIn(desk, told);
		if (missed === void 0 || stale === 4) return {
			head,
			told,
			missed
		};
		await desk.site.pause(stale);
	}
};
/** What was seen of the branch and is not in this state, with its mend. */
const missedIn = (desk, state) => {
	const tips = new Map(tipsOf(state));
	for (const witness of witnessesOf(desk)) {
		const what = missedBy(witness, tips);
		if (what) return `${what}; ${witnessMend(witness)}`;
	}
};
const witnessesOf = ({ witness, seen }) => [...witness.size > 0 ? [{
	file: "the witness",
	tips: witness,
	mend: "remove what remembers it (in Actions, the caches of change-risk-index)"
}] : [], ...seen.size > 0 ? [{
	file: "an earlier look",
	tips: seen,
	mend: "run again"
}] : []];
const rememberTips = ({ seen }, state) => {
	for (const [stream, tip] of tipsOf(state)) seen.set(stream, tip);
};

// src/ledger/stores/branch-newest.ts
/** Bytes that were found sound already, in this process. */
const sound = /* @__PURE__ */ new WeakSet();
/**
* The whole newest segment, which is at hand whenever something is built on it: every record for itself, and each on
* the one before it in its stream. What lies in older files is for `verify`: the first record of a stream is taken at its
* word here. Throws SourceError when it is not what was written.
*/
const requireNewest = (url, segment, bytes) => {
	if (sound.has(bytes)) return;
	const chain = newChain();
	for (const line of linesOf(segment, bytes, 0, 1)) {
		const alone = checkLine(line);
		if (alone.outcome === "different") throw tampered(url, describeDifference(alone.difference));
		const { stream, seq, prev } = alone.record;
		if (!chain.tips.has(stream) && seq > 0 && prev !== null) chain.tips.set(stream, {
			seq: seq - 1,
			hash: prev
		});
		const placed = extendChain(chain, line);
		if (placed.outcome === "different") throw tampered(url, describeDifference(placed.difference));
	}
	sound.add(bytes);
};

// src/ledger/stores/branch-events.ts
/** So many files are asked for and held at once. */
const filesAtOnce = 16;
/** All events at a commit, in order. A commit is whole or not there: nothing in it can be torn. */
const readPieces = async function* ({ access }, head) {
	const segments = (await access.list(head, "events")).filter((name) => /^\d{4}\/\d\d\/\d\d\.jsonl$/.test(name)).map((name) => name.slice(0, -6)).sort();
	for (let at = 0; at < segments.length; at += filesAtOnce) {
		const some = segments.slice(at, at + filesAtOnce);
		const files = await access.files(head, some.map((segment) => ({
			path: segmentFile(segment),
			content: true
		})));
		for (const segment of some) {
			const bytes = files.get(segmentFile(segment))?.bytes;
			if (bytes) yield {
				segment,
				bytes
			};
		}
	}
};
/** Pieces, and before each is handed out what is wrong with the blobs that its records refer to. */
const readPiecesAndBlobs = async function* (desk, head, troubles) {
	for await (const piece of readPieces(desk, head)) {
		const hashes = [...new Set(blobsNamedIn(piece))].filter((hash) => !troubles.has(hash));
		for (let at = 0; at < hashes.length; at += filesAtOnce) {
			const some = hashes.slice(at, at + filesAtOnce);
			const wanted = some.map((hash) => ({
				path: `blobs/${hash}`,
				content: true
			}));
			const files = await desk.access.files(head, wanted);
			for (const hash of some) troubles.set(hash, troubleOf(hash, files.get(`blobs/${hash}`)?.bytes));
		}
		yield piece;
	}
};
const blobsNamedIn = ({ segment, bytes }) => [...linesOf(segment, bytes, 0, 1)].flatMap((line) => {
	const parsed = parseRecordLine(line.bytes.toString());
	return parsed.outcome === "record" ? referencedBlobs(parsed.record.body) : [];
});

// src/ledger/stores/branch-rebuild.ts
/**
* State and index made again from all events, each line checked: where there is no state, or a damaged one, or one that
* does not speak of all that is there, because somebody wrote to the branch by other means. Costs a request for every
* 16 days of events; the next append writes down what came out.
*/
const rebuild = async (desk, head, told) => {
	const { url, note } = desk.site;
	const chain = newChain();
	const found = [];
	const files = /* @__PURE__ */ new Map();
	for await (const piece of readPieces(desk, head)) {
		for (const record of chainedRecords(url, chain, piece, 0)) found.push(record);
		files.clear();
		const { segment, bytes } = piece;
		files.set(segmentFile(segment), {
			oid: gitBlobName(bytes, head),
			bytes
		});
	}
	if (found.length === 0 && told === "absent") await refuseStrangers(desk, head);
	if (typeof told === "object") {
		const witness = {
			file: "state.json",
			tips: new Map(tipsOf(told))
		};
		const what = missedBy(witness, chain.tips);
		if (what) throw tampered(url, `${what}; ${witnessMend(witness)}`);
	}
	if (found.length > 0) note(`${typeof told === "object" ? "state.json or the index was behind" : `state.json was ${told}`}; both were made again from ${found.length} records`);
	const shards = extendShards(/* @__PURE__ */ new Map(), found.map(({ record, place }) => ({
		id: record.id,
		place
	})));
	return {
		head,
		state: {
			...advance(emptyBranchState, found),
			shards: sealShards({}, shards, found.length)
		},
		files,
		rebuilt: {
			records: new Map(found.map(({ record }) => [record.id, record])),
			shards
		}
	};
};
/** Somebody named a branch that is there for something else: records among its files would help nobody. */
const refuseStrangers = async ({ access, site }, head) => {
	const strangers = (await access.top(head)).filter((name) => name !== "README.md");
	if (strangers.length === 0 || strangers.includes("events")) return;
	const some = strangers.slice(0, 3).join(", ");
	throw new SourceError(`ledger ${site.url}: that branch holds other things (${some}) and no ledger; name another, like branch:change-risk-ledger`);
};

// src/ledger/stores/branch-snapshot.ts
/** The branch as this ledger knows it, read where it is not known. Throws SourceError where a witness knows more. */
const openSnapshot = (desk) => opened$1(desk, desk.current ?? readSnapshot(desk));
/** The branch as it stands now. Where it has not moved, what was read of it is kept: one request is all it takes. */
const lookAgain = (desk) => {
	const before = desk.current ?? Promise.resolve(void 0);
	const looking = readSnapshot(desk).then(async (now) => {
		const known = await before.catch(() => void 0);
		return known?.head === void 0 || known.head !== now.head ? now : known;
	});
	return opened$1(desk, looking);
};
const opened$1 = (desk, opening) => {
	desk.current = opening;
	opening.catch(() => {
		if (desk.current === opening) desk.current = void 0;
	});
	return opening;
};
const readSnapshot = async (desk) => {
	const { head, told, missed } = await lookAtBranch(desk);
	if (missed !== void 0) throw tampered(desk.site.url, missed);
	if (head && (told === void 0 || told === "damaged")) return checked(desk, await rebuild(desk, head.oid, told === void 0 ? "absent" : "damaged"));
	return checked(desk, {
		head: head?.oid,
		state: told,
		files: /* @__PURE__ */ new Map()
	});
};
const checked = (desk, snapshot) => {
	const missed = missedIn(desk, snapshot.state);
	if (missed !== void 0) throw tampered(desk.site.url, missed);
	rememberTips(desk, snapshot.state);
	return snapshot;
};
/**
* The branch with these files at hand, and its end checked: what follows may be chained to it. Where the state does not
* speak of all that is there, it is made again from the events. Throws SourceError where the end is not what was written.
*/
const settle = async (desk, wanted, opened) => {
	const snapshot = opened ?? await openSnapshot(desk);
	const { last } = snapshot.state;
	const path = last && segmentFile(last.segment);
	await load(desk, snapshot, [...path ? [{
		path,
		content: true
	}] : [], ...wanted]);
	if (!last || !path || snapshot.rebuilt) return snapshot;
	const bytes = snapshot.files.get(path)?.bytes;
	requireLast(desk.site.url, last, lineIn(bytes, last.offset, last.length));
	if (bytes) requireNewest(desk.site.url, last.segment, bytes);
	if (bytes?.length === endOf(last) && isComplete(snapshot.state)) return snapshot;
	return remake(desk, snapshot, wanted);
};
/** The same commit, with its state and index made again from the events. */
const remake = async (desk, { head, state }, wanted) => {
	const made = checked(desk, await rebuild(desk, head ?? "", state));
	desk.current = Promise.resolve(made);
	await load(desk, made, wanted);
	return made;
};
/** Reads what of these files is not at hand. */
const load = async ({ access }, { head, files }, wanted) => {
	const missing = wanted.filter(({ path, content }) => {
		const file = files.get(path);
		return file === void 0 || content && file !== null && file.bytes === void 0;
	});
	const paths = /* @__PURE__ */ new Map();
	for (const each of missing) if (each.content || !paths.has(each.path)) paths.set(each.path, each);
	if (paths.size === 0) return;
	const found = head === void 0 ? /* @__PURE__ */ new Map() : await access.files(head, [...paths.values()]);
	for (const path of paths.keys()) files.set(path, found.get(path) ?? null);
};
/** The line that begins at an offset, without its newline; undefined where none begins or ends there. */
const lineIn = (bytes, offset, length) => {
	if (!bytes || offset < 0 || offset >= bytes.length) return void 0;
	const end = bytes.indexOf(10, offset);
	return end === -1 || length !== void 0 && end - offset !== length ? void 0 : bytes.subarray(offset, end);
};

// src/ledger/stores/branch-lookup.ts
/** Looks ids up, with other files that are wanted in the same request. */
const lookUpIds = async (desk, opened, ids, wanted = []) => {
	const names = shardsOf(opened.state, ids);
	const all = [...wanted, ...opened.rebuilt ? [] : names.map(contentOf)];
	const settled = await settle(desk, all, opened);
	const snapshot = settled.rebuilt || names.every((name) => isSealed(settled.state, name, settled.files.get(shardPath(name))?.bytes)) ? settled : await remake(desk, settled, wanted);
	if (snapshot.rebuilt) return {
		snapshot,
		...snapshot.rebuilt
	};
	const shards = new Map(names.map((name) => [name, snapshot.files.get(shardPath(name))?.bytes ?? Buffer.alloc(0)]));
	return {
		snapshot,
		shards,
		records: await recordsIn(desk, snapshot, shards, ids)
	};
};
const contentOf = (shard) => ({
	path: shardPath(shard),
	content: true
});
const recordsIn = async (desk, snapshot, shards, ids) => {
	const places = ids.flatMap((id) => lookUp({ bytes: shards.get(shardOf(id)) ?? Buffer.alloc(0) }, id).map((place) => ({
		id,
		place
	})));
	await load(desk, snapshot, places.map(({ place }) => ({
		path: segmentFile(place.segment),
		content: true
	})));
	const records = /* @__PURE__ */ new Map();
	for (const { id, place } of places) {
		const record = recordAt(desk, snapshot, place);
		if (record.id === id) records.set(id, record);
	}
	return records;
};
/** The record in a place whose segment is at hand, checked for itself. Throws SourceError when it is not. */
const recordAt = ({ site }, { files }, place) => requireRecord(site.url, place, lineIn(files.get(segmentFile(place.segment))?.bytes, place.offset));

// src/ledger/stores/branch-append.ts
/**
* Appends by compare-and-swap: read where the branch stands, chain to its tips, and commit only if it still stands
* there. A lost race is run again; after an answer that does not tell whether the commit was made, the branch tells.
*/
const appendToBranch = async (desk, entries) => {
	const tried = [];
	for (let attempt = 0, doubts = 0;; attempt += 1) {
		if (attempt > 0) await desk.site.pause(attempt - 1);
		try {
			const found = await takeStock(desk, entries);
			const landed = tried.find((plan) => hasLanded(plan, found));
			if (landed) return finish(desk, landed);
			const plan = await makePlan(desk, found, entries);
			if (plan.added.length === 0) return plan.answers;
			tried.push(plan);
			const head = await desk.access.commit(plan.commit);
			desk.current = Promise.resolve(plan.afterwards(head));
			rememberTips(desk, plan.state);
			return finish(desk, plan);
		} catch (error) {
			desk.current = void 0;
			const sent = tried.length > 0;
			if (sent && isDoubtful(error)) doubts += 1;
			if (sent && (isConflict(error) || isDoubtful(error) && doubts <= 3) && attempt < 10) continue;
			throw doubts > 0 ? doubt(desk.site, entries, error) : writeFailure(desk.site, entries, error);
		}
	}
};
const finish = ({ staged }, { blobs, answers }) => {
	for (const hash of blobs) staged.delete(hash);
	return answers;
};
/** A commit is whole or not there: it was made if its records are those the branch holds. */
const hasLanded = ({ added }, { records }) => added.every(({ record }) => records.get(record.id)?.hash === record.hash);
/** All that is needed to say what the entries become, in two requests at most where the ledger is in order. */
const takeStock = async (desk, entries) => {
	const snapshot = await openSnapshot(desk);
	const ids = entries.map(({ kind, key }) => recordId(kind, key));
	return lookUpIds(desk, snapshot, ids, wantedFor(desk, entries, snapshot.state.last?.segment));
};
const wantedFor = ({ staged }, entries, newest) => {
	const segment = segmentFor(entries.map(({ at }) => at), newest);
	const hashes = /* @__PURE__ */ new Set([...staged.keys(), ...entries.flatMap(({ body }) => referencedBlobs(plainJson(body)))]);
	return [{
		path: segmentFile(segment),
		content: segment === newest
	}, ...[...hashes].map((hash) => ({
		path: `blobs/${hash}`,
		content: false
	}))];
};
const makePlan = async (desk, found, entries) => {
	const { snapshot, records } = found;
	const newest = snapshot.state.last?.segment;
	const placing = placeEntries(snapshot.state, entries, {
		existing: (id) => records.get(id),
		hasBlob: (hash) => desk.staged.has(hash) || isThere(found, `blobs/${hash}`),
		segmentBytesAtMost
	});
	const begun = [...new Set(placing.added.map(({ place }) => place.segment))].filter((segment) => segment !== newest).map(segmentFile);
	const wanted = begun.map((path) => ({
		path,
		content: false
	}));
	await load(desk, snapshot, wanted);
	if (!(!snapshot.rebuilt && begun.some((path) => isThere(found, path)))) return planCommit(desk, found, placing);
	const made = await remake(desk, snapshot, wantedFor(desk, entries, newest));
	return makePlan(desk, {
		snapshot: made,
		...made.rebuilt
	}, entries);
};
/** GitHub recommends objects below a megabyte and commits at most 40; beyond this a day goes on in the next one's file. */
const segmentBytesAtMost = 4e6;
const isThere = ({ snapshot }, path) => (snapshot.files.get(path) ?? null) !== null;

// src/ledger/stores/branch-reading.ts
const findLatest = async (desk, query) => {
	const opened = await openSnapshot(desk);
	const likely = latestPlace(opened.state, query);
	if (!likely && opened.state.records === 0) return void 0;
	const wanted = likely ? [{
		path: segmentFile(likely.segment),
		content: true
	}] : [];
	const snapshot = await settle(desk, wanted, opened);
	const place = latestPlace(snapshot.state, query);
	if (!place) return void 0;
	await load(desk, snapshot, [{
		path: segmentFile(place.segment),
		content: true
	}]);
	return recordAt(desk, snapshot, place);
};
const findRecord = async (desk, id) => (await lookUpIds(desk, await openSnapshot(desk), [id])).records.get(id);
/** As above for several ids, as the branch stands now. */
const findRecordsNow = async (desk, ids) => {
	const { records } = await lookUpIds(desk, await lookAgain(desk), ids);
	const wanted = new Set(ids);
	return new Map([...records].filter(([id]) => wanted.has(id)));
};
const findBlob = async (desk, hash) => {
	const { url } = desk.site;
	const path = `blobs/${requireHash(url, hash)}`;
	const staged = desk.staged.get(hash);
	if (staged) return staged;
	const snapshot = await openSnapshot(desk);
	await load(desk, snapshot, [{
		path,
		content: true
	}]);
	return checkedBlob(url, hash, snapshot.files.get(path)?.bytes);
};
/** Reads the branch as it stands now, whatever was seen of it before. */
const readRecords = async function* (desk, query) {
	try {
		const { head, told, missed } = await lookAtBranch(desk);
		if (missed !== void 0) throw tampered(desk.site.url, missed);
		if (head === void 0) return;
		if (told === void 0) await refuseStrangers(desk, head.oid);
		for await (const piece of readPieces(desk, head.oid)) yield* matchingRecords(desk.site.url, piece, query);
	} catch (error) {
		throw readFailure(desk.site, error);
	}
};

// src/ledger/stores/branch-verify.ts
/** Reads every byte of the branch as it stands now, and stops at the first difference. */
const verifyBranch = async (desk) => {
	const notes = [];
	const { head, told } = await lookAtBranch(desk);
	if (head && told === void 0) await refuseStrangers(desk, head.oid);
	if (desk.witness.size === 0) notes.push("no witness outside the ledger yet: a cut tail could go unseen");
	if (told === "damaged") notes.push("state.json is damaged; the next append makes it again from the events");
	const sound = told !== void 0 && told !== "damaged";
	const troubles = /* @__PURE__ */ new Map();
	return examine({
		pieces: head ? readPiecesAndBlobs(desk, head.oid, troubles) : [],
		witnesses: [...witnessesOf(desk), ...sound ? [{
			file: "state.json",
			tips: new Map(tipsOf(told))
		}] : []],
		blobTrouble: (hash) => troubles.has(hash) ? troubles.get(hash) : "the blob was not looked at",
		notes
	});
};

// src/ledger/stores/branch.ts
/**
* A ledger on a branch of a GitHub repository, laid out as a directory ledger is, so that a checkout of it is one. The
* branch is never cloned. An open ledger sees it as of its first question and of its own appends after that (`read`,
* `verify` and `findNow` look again); an append never builds on what is out of date. Blobs wait for the append whose
* records refer to them, and are kept in the same commit. Throws UsageError for a name that no branch can have.
*/
const branchLedger = (options) => {
	const { github, repository, branch, random, sleep, witness = {} } = options;
	requireName(branch);
	const notes = [];
	const site = {
		github,
		repository,
		branch,
		url: `branch:${branch}`,
		note: (sentence) => {
			if (!notes.includes(sentence)) notes.push(sentence);
		},
		pause: (attempt) => sleep(backoffMilliseconds(attempt, random))
	};
	const desk = {
		site,
		access: branchAccess(site),
		witness: new Map(Object.entries(witness)),
		seen: /* @__PURE__ */ new Map(),
		staged: /* @__PURE__ */ new Map(),
		current: void 0
	};
	const reading = async (work) => {
		try {
			return await work();
		} catch (error) {
			throw readFailure(site, error);
		}
	};
	let turn = Promise.resolve();
	return {
		url: site.url,
		notes,
		append: (entries) => {
			const mine = turn.then(() => entries.length === 0 ? [] : appendToBranch(desk, entries));
			turn = mine.catch(() => void 0);
			return mine;
		},
		latest: (query) => reading(() => findLatest(desk, query)),
		read: (query = {}) => readRecords(desk, query),
		find: (id) => reading(() => findRecord(desk, id)),
		findNow: (ids) => reading(() => findRecordsNow(desk, ids)),
		putBlob: async (bytes) => {
			const hash = sha256(bytes);
			desk.staged.set(hash, Buffer.from(bytes));
			return hash;
		},
		getBlob: (hash) => reading(() => findBlob(desk, hash)),
		verify: () => reading(() => verifyBranch(desk))
	};
};
/** What git itself refuses, and names that stand for something else. */
const requireName = (branch) => {
	if (/^[^\s\p{Cc}~^:?*[\\]{1,200}$/u.test(branch) && !/\.\.|@\{|\/\/|^[-/.]|[/.]$|\/\.|\.lock($|\/)|^refs\//.test(branch)) return;
	throw new UsageError(`--ledger branch:${branch} names no branch; use a name git accepts, like branch:change-risk-ledger`);
};

// src/commands/github/index-cache.ts
/**
* The index between runs. What a cache gives back was written by some earlier job, maybe one that ran somebody's code:
* it is used only where the ledger knows its hash, and built anew otherwise. The model beside it is always computed
* again.
*/
/** Beside the job, so that a workflow can name it to the cache. */
const indexFolder = "change-risk-index";
/** What was seen of a ledger; it lies there too. */
const isWitness = (name) => /^witness-[0-9a-f]{16}\.json$/.test(name);
const keyOf = (hash) => ({ index: hash });
/** A file itself: no link to one, and no folder that was planted in its place. */
const isFile = (path) => lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
/** Of the index and of the salt that its authors are hashed with; null where there is none. */
const hashOf = (directory) => {
	const paths = ["index", "salt"].map((name) => join(directory, name));
	if (!paths.every(isFile)) return null;
	const hash = createHash("sha256");
	for (const path of paths) hash.update(readFileSync(path)).update("\0");
	return hash.digest("hex");
};
const isKnown = async (ledger, hash) => {
	try {
		return await ledger.find(recordId("model", keyOf(hash))) !== void 0;
	} catch (error) {
		if (error instanceof SourceError) return false;
		throw error;
	}
};
/** What was seen of the ledger stays: where the ledger lost its end, the index it vouched for is unknown, too. */
const empty = (directory) => {
	if (!existsSync(directory)) return;
	for (const name of readdirSync(directory)) if (!isWitness(name)) rmSync(join(directory, name), {
		recursive: true,
		force: true
	});
};
/** The folder of the index, emptied of whatever the ledger does not vouch for. */
const keptIndex = async (job, ledger) => {
	const directory = join(job.temporary, indexFolder);
	rmSync(join(directory, "standing.json"), { force: true });
	const hash = hashOf(directory);
	if (hash !== null && await isKnown(ledger, hash)) return {
		directory,
		restored: hash
	};
	empty(directory);
	return {
		directory,
		restored: null
	};
};
/** What vouches for the index as it stands now; none where it is the one that was restored. */
const indexRecord = (job, kept) => {
	const hash = hashOf(kept.directory);
	if (hash === null || hash === kept.restored) return [];
	return [{
		stream: "models",
		kind: "model",
		key: keyOf(hash),
		at: job.now.toISOString(),
		repository: fullName(job),
		actor: "gate",
		tool: {
			name: "change-risk-gate",
			version: job.version
		},
		body: {
			what: "index",
			sha256: hash
		}
	}];
};

// src/commands/github/witness.ts
/**
* What earlier runs saw of the ledger, kept beside the index: a branch that was cut, put back or begun anew since is
* noticed, and then nothing is approved. A cache may be lost, and then nothing is noticed; a planted one can only hold
* back what would have gone out.
*/
/** One for each ledger: a policy may name another. */
const fileOf = ({ temporary }, url) => {
	const name = createHash("sha256").update(url).digest("hex").slice(0, 16);
	return join(temporary, indexFolder, `witness-${name}.json`);
};
/** The last record of each stream, as it was seen; empty where nothing sound is kept. */
const witnessed = (job, url) => {
	const witness = readWitness(fileOf(job, url));
	return witness === void 0 || witness === "damaged" ? {} : Object.fromEntries(witness.tips);
};
/** Streams of single pull requests would grow without end. */
const isLasting = ({ record }) => !record.stream.includes("/");
/** Keeps what was appended just now. A folder that cannot be written costs the next run its memory, nothing else. */
const bearWitness = (job, url, appended) => {
	const tips = new Map(Object.entries(witnessed(job, url)));
	for (const { record } of appended.filter(isLasting)) {
		const { stream, seq, hash } = record;
		if ((tips.get(stream)?.seq ?? -1) < seq) tips.set(stream, {
			seq,
			hash
		});
	}
	if (tips.size === 0) return;
	try {
		writeWitness(fileOf(job, url), tips);
	} catch (error) {
		if (error.code === void 0) throw error;
	}
};

// src/commands/github/ledger.ts
/** The ledger of a run: the branch unless the policy says otherwise; what it refuses is handed over in a file. */
const defaultLedger = "branch:change-risk-ledger";
/** Name of the file, beside the job, in which records wait for the ledger's action. */
const recordsFile = "change-risk-records.jsonl";
const opened = (job, url) => {
	const { github, repository, random, sleep, temporary } = job;
	const branch = /^branch:(.+)$/.exec(url)?.[1];
	return branch === void 0 ? openLedger(url, {
		baseDirectory: job.workspace ?? temporary,
		defaultDirectory: join(temporary, "ledger")
	}) : branchLedger({
		github,
		repository,
		branch,
		random,
		sleep,
		witness: witnessed(job, url)
	});
};
/** What vouches for the index of a cache counts only where it was written by the gate itself. */
const isHandedOver = ({ kind }) => kind !== "model";
/** Writes down what the ledger refused, so that a job that may write can append it later. */
const handOver = (job, lines) => appendFileSync(join(job.temporary, recordsFile), lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
/** `url` is the policy's; the input of the Action goes before it. */
const openJobLedger = (job, url) => {
	const ledger = opened(job, job.asked.ledger ?? url ?? "branch:change-risk-ledger");
	const blobs = [];
	return {
		...ledgerMethods(ledger),
		putBlob: (bytes) => {
			blobs.push(bytes);
			return ledger.putBlob(bytes);
		},
		append: async (entries) => {
			try {
				const appended = await ledger.append(entries);
				if (ledger.url.startsWith("branch:")) bearWitness(job, ledger.url, appended);
				return appended;
			} catch (error) {
				if (error instanceof SourceError) handOver(job, [...blobs.map((bytes) => ({ blob: Buffer.from(bytes).toString("base64") })), ...entries.filter(isHandedOver).map((record) => ({ record }))]);
				throw error;
			}
		}
	};
};
const ledgerMethods = (ledger) => ({
	url: ledger.url,
	get notes() {
		return ledger.notes;
	},
	append: (entries) => ledger.append(entries),
	latest: (query) => ledger.latest(query),
	read: (query) => ledger.read(query),
	find: (id) => ledger.find(id),
	findNow: (ids) => ledger.findNow(ids),
	putBlob: (bytes) => ledger.putBlob(bytes),
	getBlob: (hash) => ledger.getBlob(hash),
	verify: () => ledger.verify()
});

export { branchLedger as a, keptIndex as i, openJobLedger as n, indexRecord as r, defaultLedger as t };
