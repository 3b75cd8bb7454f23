import { packFolder, shippedPacks } from '@tend/jobs'
import { formatIssues, type Language, listAssumed, loadPack, type Pack } from '@tend/pack'
import type { Command } from 'commander'
import { languageOption } from './language.ts'

type Flags = { readonly assumed?: boolean; readonly json?: boolean; readonly language: string }

export const addCheck = (program: Command, environment: NodeJS.ProcessEnv): void => {
  program
    .command('check')
    .description('Check a pack and show every mistake at once, with file, line and column')
    .argument('<pack>', 'folder of the pack, or the id of one that ships with Tend')
    .option('--assumed', 'also list the figures that are assumptions')
    .option('--json', 'print the issues as JSON, in both languages')
    .addOption(languageOption(environment))
    .action((name: string, flags: Flags) => {
      const language: Language = flags.language === 'zh' ? 'zh' : 'en'
      const { pack, issues } = loadPack(packFolder(name), shippedPacks)
      const assumed = pack === undefined ? [] : listAssumed(pack)
      const shown = [...issues, ...(flags.assumed ? assumed : [])]
      if (flags.json) process.stdout.write(`${JSON.stringify(shown, null, 2)}\n`)
      else if (shown.length > 0) process.stdout.write(`${formatIssues(shown, language)}\n`)
      if (!pack) process.exitCode = 1
      else if (!flags.json) process.stdout.write(`${inOrder(pack, assumed.length, flags.assumed === true)[language]}\n`)
    })
}

/** What a pack without errors holds. */
const inOrder = (pack: Pack, assumed: number, isListed: boolean): Readonly<Record<Language, string>> => {
  const counts = kinds.map(({ kind, zh }) => ({ kind, zh, count: pack[kind].size }))
  const open =
    isListed || assumed === 0 ? { zh: '', en: '' } : { zh: '（--assumed 列出）', en: ' (--assumed lists them)' }
  const hash = pack.hash.slice(0, 12)
  const [zh, en] = [
    counts.map((each) => `${each.zh} ${each.count}`).join('、'),
    counts.map(({ kind, count }) => `${count} ${count === 1 ? singular(kind) : kind}`).join(', '),
  ]
  return {
    zh: `方案 ${pack.id} 没有错误：${zh}；假设值 ${assumed} 处${open.zh}。内容指纹 ${hash}。`,
    en: `${pack.id} is in order: ${en}; ${assumed} assumed figures${open.en}. Hash ${hash}.`,
  }
}

const kinds = [
  { kind: 'facts', zh: '数据' },
  { kind: 'indicators', zh: '指标' },
  { kind: 'schemes', zh: '分级' },
  { kind: 'moments', zh: '时刻' },
  { kind: 'plays', zh: '动作' },
  { kind: 'outcomes', zh: '联系结果' },
  { kind: 'forms', zh: '档案表' },
  { kind: 'guards', zh: '推荐限制' },
  { kind: 'models', zh: '模型' },
  { kind: 'purposes', zh: '联系目的' },
  { kind: 'channels', zh: '渠道' },
  { kind: 'policies', zh: '联系规则' },
  { kind: 'messages', zh: '消息种类' },
  { kind: 'templates', zh: '消息模板' },
  { kind: 'modules', zh: '任务模块' },
  { kind: 'benefits', zh: '权益' },
  { kind: 'cases', zh: '跟进事项' },
  { kind: 'objections', zh: '异议话术' },
  { kind: 'trainings', zh: '培训' },
  { kind: 'bulletins', zh: '简报栏目' },
] as const

const singular = (kind: string): string => (kind.endsWith('ies') ? `${kind.slice(0, -3)}y` : kind.slice(0, -1))
