#!/usr/bin/env node
// CommonJS, which starts faster. V8 keeps the compiled program where Node can (22.1 and later): half of the start is compiling. In
// the user's own folder, since code that others may write, as in /tmp, must not be run; and never in a home that does not exist.
const { existsSync } = require('node:fs');
const module_ = require('node:module');

const { HOME, XDG_CACHE_HOME = HOME && `${HOME}/.cache` } = process.env;
if (HOME && existsSync(HOME)) module_.enableCompileCache?.(`${XDG_CACHE_HOME}/srvmon`);
require('../dist/main.js');
