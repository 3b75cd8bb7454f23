import { cpus, totalmem } from 'node:os'

/** A line of the report. `ratio` compares CPU with the line named in `against`. */
export type Line = {
  readonly name: string
  readonly cpuSeconds?: number | undefined
  readonly wallSeconds?: number | undefined
  readonly peakMb?: number | undefined
  readonly ratio?: string
  readonly rate?: string
  /** Why the line has no figures. */
  readonly leftOut?: string
}

export const machine = (): string => {
  const [first] = cpus()
  return `${cpus().length} cores (${first?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB memory, ${process.platform} ${process.arch}, Node ${process.versions.node}`
}

const columns = ['', 'CPU s', 'wall s', 'peak MB', 'ratio of CPU', 'rate'] as const

/** A Markdown table, padded so that it also reads well in a terminal. */
export const renderTable = (title: string, lines: readonly Line[]): string => {
  const rows = lines.map((line) => [
    line.name,
    line.leftOut ?? figure(line.cpuSeconds, 1),
    figure(line.wallSeconds, 1),
    figure(line.peakMb, 0),
    line.ratio ?? '',
    line.rate ?? '',
  ])
  const widths = columns.map((column, place) => Math.max(column.length, ...rows.map((row) => row[place]?.length ?? 0)))
  const render = (cells: readonly string[]): string =>
    `| ${cells.map((cell, place) => (place === 0 ? cell.padEnd(widths[place] ?? 0) : cell.padStart(widths[place] ?? 0))).join(' | ')} |`
  const rule = `| ${widths.map((width, place) => (place === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`
  return [`### ${title}`, '', render(columns), rule, ...rows.map(render), ''].join('\n')
}

export const perSecond = (count: number, seconds: number, what: string): string =>
  `${Math.round(count / seconds).toLocaleString('en')} ${what}/s`

export const times = (cpuSeconds: number | undefined, floor: number | undefined, of: string): string =>
  cpuSeconds === undefined || floor === undefined ? '' : `${(cpuSeconds / floor).toFixed(2)} × ${of}`

const figure = (value: number | undefined, decimals: number): string =>
  value === undefined ? '–' : value.toFixed(decimals)
