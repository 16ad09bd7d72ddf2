/** For `node --require`: a machine where the embedded database is not installed. */
const Module = require("node:module");
const resolve = Module._resolveFilename;
Module._resolveFilename = (request, ...rest) => {
  if (request !== "better-sqlite3") return resolve(request, ...rest);
  throw Object.assign(new Error("Cannot find module 'better-sqlite3'"), { code: "MODULE_NOT_FOUND" });
};
