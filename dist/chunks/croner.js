import { a as j, i as c, n as C, r as M, t as A } from "./package-croner.js";

export { j as Cron };
