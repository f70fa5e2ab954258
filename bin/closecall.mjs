#!/usr/bin/env node
// Starts the command line: from source in the repository, from dist/ in the published package (which has no source).
// Source goes first, or a forgotten build would answer for code that has changed since. Syntax stays what Node 14 parses.

import './require-node.mjs';
import { existsSync } from 'fs';

const source = new URL('../harness/cli/main.ts', import.meta.url);
const built = new URL('../dist/harness/cli/main.js', import.meta.url);

void import(existsSync(source) ? source.href : built.href);
