#!/usr/bin/env node
// CommonJS, which starts faster. V8's compiled form of the program is kept: half of the start is compiling. In the user's own
// folder, since code that others may write, as in /tmp or in the home of whoever called sudo, must not be run.
const { statSync } = require('node:fs');

const { HOME, XDG_CACHE_HOME, NODE_DISABLE_COMPILE_CACHE } = process.env;
const base = XDG_CACHE_HOME || HOME;
if (base && !NODE_DISABLE_COMPILE_CACHE && isOurs(base)) {
  const { enableCompileCache } = require('./compile-cache.js');
  enableCompileCache(XDG_CACHE_HOME ? `${XDG_CACHE_HOME}/srvmon` : `${HOME}/.cache/srvmon`);
}
require('../dist');

function isOurs(folder) {
  return statSync(folder, { throwIfNoEntry: false })?.uid === process.getuid();
}
