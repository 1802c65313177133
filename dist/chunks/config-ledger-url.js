import { H as read, W as wanted } from "./main-gate.js";

// src/config/ledger-url.ts
/**
* Reads where the ledger lies: `directory:PATH`, `branch:NAME` or `postgres://…`.
* A password is refused: this file is committed, and whoever can read the repository would read it.
*/
const readLedgerUrl = (input) => {
	const asked = "directory:PATH, branch:NAME or postgres://HOST/DATABASE";
	if (typeof input !== "string" || input.length > 500 || /[\p{Cc}]/u.test(input)) return wanted(asked);
	const [, scheme = "", rest = ""] = /^([a-z]+):(.*)$/.exec(input) ?? [];
	if (scheme === "directory" && rest.trim() !== "") return read(input);
	if (scheme === "branch") return isBranchName(rest) ? read(input) : wanted("branch: and a name git accepts, like branch:change-risk-ledger");
	if (scheme === "postgres" || scheme === "postgresql") return readPostgres(input);
	return wanted(asked, /^[\w./-]+$/.test(input) ? `${input.includes("/") ? "directory" : "branch"}:${input}` : void 0);
};
const readPostgres = (input) => {
	const url = URL.canParse(input) ? new URL(input) : void 0;
	if (url === void 0 || url.hostname === "") return wanted("a URL like postgres://HOST/DATABASE");
	return url.password !== "" || url.searchParams.has("password") ? wanted("a URL without a password: this file is committed (give the whole URL by the ledger input or --ledger)") : read(input);
};
/** The part of git's own rules for reference names that a person can break by accident. */
const isBranchName = (name) => /^[^\s~^:?*[\\]{1,200}$/.test(name) && !/\.\.|@\{|\/\/|^[-/.]|[/.]$|\/\.|\.lock($|\/)/.test(name);

export { readLedgerUrl as t };
