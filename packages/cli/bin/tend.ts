#!/usr/bin/env node
import { runProgram } from '../src/program.ts'

// Whoever reads may stop before the end (`tend tasks | head`); what was begun is still finished.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

process.exitCode = await runProgram(process.argv, process.env)
