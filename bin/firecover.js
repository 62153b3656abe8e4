#!/usr/bin/env node
import { commandLine } from './command_line.js';

const { main } = await commandLine();
process.exitCode = await main(process.argv.slice(2));
