#!/usr/bin/env node
// V8 keeps the compiled program where Node can (22.1 and later): half of the start is compiling. In the user's own folder,
// since code that others may write, as in /tmp, must not be run; and never in a home that does not exist.
import { existsSync } from 'node:fs';
import module from 'node:module';

const { HOME, XDG_CACHE_HOME = HOME && `${HOME}/.cache` } = process.env;
if (HOME && existsSync(HOME)) module.enableCompileCache?.(`${XDG_CACHE_HOME}/srvmon`);
await import('../dist/main.js');
