import { K as SourceError, f as blobName, h as policyPath } from "./main-gate.js";
import { c as text, t as answerOf } from "./clients-github-shapes.js";
import { n as requireCommit } from "./sources-github-commit-name.js";
import { i as name, o as rubbish, t as answersOf } from "./sources-github-reading.js";

// src/sources/github/commit-files.ts
const route = "GET /repos/{owner}/{repo}/contents/{path}";
/** GitHub cuts a folder here and does not say so. */
const mostEntries = 1e3;
const folderOf = (path) => path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
const nameOf = (path) => path.slice(path.lastIndexOf("/") + 1);
const entryOf = (answer) => [answer.is("name", name), {
	type: answer.optional("submodule_git_url", text) !== null ? "submodule" : answer.oneOf("type", [
		"file",
		"dir",
		"symlink",
		"submodule"
	]),
	sha: answer.commitName("sha"),
	size: answer.integer("size")
}];
const decode = (content) => {
	const compact = content.replace(/\s/g, "");
	return /^[A-Za-z0-9+/]*={0,2}$/.test(compact) ? Buffer.from(compact, "base64") : null;
};
const opened = /* @__PURE__ */ new WeakMap();
/** The files of a commit named in full. Nothing is asked for twice for as long as the client lives, which is one run. */
const filesAt = (github, repository, commit) => {
	const key = `${repository.owner}/${repository.repo} ${requireCommit(commit)}`;
	const { commits, texts } = opened.get(github) ?? {
		commits: /* @__PURE__ */ new Map(),
		texts: /* @__PURE__ */ new Map()
	};
	opened.set(github, {
		commits,
		texts
	});
	const files = commits.get(key) ?? new CommitFiles(github, repository, commit, texts);
	commits.set(key, files);
	return files;
};
var CommitFiles = class {
	#github;
	#repository;
	#commit;
	#texts;
	#folders = /* @__PURE__ */ new Map();
	constructor(github, repository, commit, texts) {
		this.#github = github;
		this.#repository = repository;
		this.#commit = commit;
		this.#texts = texts;
	}
	async read(path, mostBytes) {
		const entry = (await this.#folder(folderOf(path)))?.get(nameOf(path));
		if (!entry) return null;
		if (entry.type !== "file") throw this.#refused(path, `is a ${entry.type}`);
		if (entry.size > mostBytes) throw this.#refused(path, `has ${entry.size} bytes, more than the ${mostBytes} that are read`);
		return {
			path,
			text: await this.#text(path, entry),
			blob: entry.sha
		};
	}
	#text(path, entry) {
		const known = this.#texts.get(entry.sha);
		if (known) return known;
		const text = this.#content(path, entry);
		this.#texts.set(entry.sha, text);
		text.catch(() => this.#texts.delete(entry.sha));
		return text;
	}
	async #content(path, entry) {
		const data = await this.#request(path);
		if (Array.isArray(data)) throw this.#refused(path, "is a folder");
		const answer = answerOf(route, data);
		answer.oneOf("type", ["file"]);
		answer.oneOf("encoding", ["base64"]);
		const bytes = decode(answer.text("content"));
		if (answer.commitName("sha") !== entry.sha || bytes === null) throw rubbish(route, `${path} is not what its folder lists`);
		const text = bytes.toString("utf8");
		if (!Buffer.from(text, "utf8").equals(bytes)) throw this.#refused(path, "is no UTF-8 text");
		if (blobName(text, entry.sha.length) !== entry.sha) throw rubbish(route, `${path} is a link, or is not what its name in git says`);
		return text;
	}
	#folder(path) {
		const known = this.#folders.get(path);
		if (known) return known;
		const listed = this.#list(path);
		this.#folders.set(path, listed);
		listed.catch(() => this.#folders.delete(path));
		return listed;
	}
	async #list(path) {
		const above = path === "" ? void 0 : this.#folders.get(folderOf(path));
		if (above && !(await above)?.has(nameOf(path))) return null;
		const data = await this.#find(path);
		if (data === null) return this.#absent(path);
		if (!Array.isArray(data)) return this.#noFolder(path, answerOf(route, data));
		const folder = new Map(answersOf(route, data).map(entryOf));
		if (folder.size >= mostEntries) throw this.#refused(path === "" ? "the root folder" : path, `holds ${mostEntries} entries or more, of which GitHub does not list all`);
		return folder;
	}
	/** Believes a 404 where the folder above is there without it; at the root nothing can be believed any more. */
	async #absent(path) {
		if (path === "") throw new SourceError(`${this.#place("the root folder")} cannot be read; the job needs permission "contents: read", and the commit must be in this repository`);
		if ((await this.#folder(folderOf(path)))?.get(nameOf(path))) throw this.#refused(path, "is listed by its parent, and cannot be read");
		return null;
	}
	#noFolder(path, answer) {
		const type = answer.oneOf("type", [
			"file",
			"symlink",
			"submodule"
		]);
		if (type === "file" && answer.optional("submodule_git_url", text) === null) return null;
		throw this.#refused(path, `is a ${type}`);
	}
	#place(path) {
		return `${path} of ${this.#repository.owner}/${this.#repository.repo} at ${this.#commit.slice(0, 8)}`;
	}
	#refused(path, what) {
		return new SourceError(`${this.#place(path)} ${what}; what governs the gate must be a plain text file, commit it as one`);
	}
	#request(path) {
		return this.#github.request(route, {
			...this.#repository,
			path,
			ref: this.#commit
		});
	}
	#find(path) {
		return this.#github.find(route, {
			...this.#repository,
			path,
			ref: this.#commit
		});
	}
};

// src/sources/github/policy-at.ts
/** Beyond this a policy is no policy. */
const mostPolicyBytes = 262144;
/** Large monorepos have long ones; GitHub's answer holds no more than this. */
const mostCodeOwnersBytes = 1048576;
/** Where GitHub looks, in its order; the first one counts and the others do not. */
const codeOwnersPaths = [
	".github/CODEOWNERS",
	"CODEOWNERS",
	"docs/CODEOWNERS"
];
/**
* The policy at a commit named in full; null only where that commit is readable and has none. Throws GitHubError, and
* SourceError where what lies there is no plain file.
*/
const policyAtRef = async (github, repository, commit, path = policyPath) => filesAt(github, repository, commit).read(path, mostPolicyBytes);
/** A prior of a team is some tens of kilobytes; GitHub's answer holds no more than this. */
const mostPriorBytes = 1048576;
/** The bytes of another file the policy names; null only where that commit is readable and has none. Throws as `policyAtRef`. */
const fileAtRef = async (github, repository, commit, path) => {
	const file = await filesAt(github, repository, commit).read(path, mostPriorBytes);
	return file && Buffer.from(file.text, "utf8");
};
/** CODEOWNERS at a commit named in full; null only where that commit is readable and has none. Throws as `policyAtRef`. */
const codeOwnersAtRef = async (github, repository, commit) => {
	const files = filesAt(github, repository, commit);
	for (const path of codeOwnersPaths) {
		const file = await files.read(path, mostCodeOwnersBytes);
		if (file) return file;
	}
	return null;
};

export { fileAtRef as n, policyAtRef as r, codeOwnersAtRef as t };
