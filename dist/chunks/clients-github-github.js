import { n as SourceError } from "./domain-errors.js";

// src/clients/github/github.ts
/** Where (the route), what (GitHub's own words, first line), and the mend (the permission it needs, when to try again). */
var GitHubError = class extends SourceError {
	failure;
	/** HTTP status; null when there was no answer. */
	status;
	route;
	/** `type` of GraphQL errors (STALE_DATA, FORBIDDEN, …) and `code` of REST ones. */
	codes;
	constructor(message, about) {
		super(message, about.cause === void 0 ? void 0 : { cause: about.cause });
		this.failure = about.failure;
		this.status = about.status;
		this.route = about.route;
		this.codes = about.codes ?? [];
	}
};

export { GitHubError as t };
