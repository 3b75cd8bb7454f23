#!/usr/bin/env node
import { runProgram } from '../src/program.ts'

process.exitCode = await runProgram(process.argv, process.env)
