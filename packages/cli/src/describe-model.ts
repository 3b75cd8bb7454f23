import {
  binLabel,
  type LearnedPurchases,
  type LearnedScorecard,
  type LearnedSegments,
  type ModelArtifact,
} from '@tend/analysis'
import { formatValue, type Label, type Language, type Pack, vocabularyOf } from '@tend/pack'

/** What was learned in plain words: whom from, how well, and what it says. */
export const describeModel = (artifact: ModelArtifact, pack: Pack, language: Language): string => {
  const say = (zh: string, en: string) => (language === 'zh' ? zh : en)
  const label = pack.models.get(artifact.model)?.label ?? { zh: artifact.model, en: artifact.model }
  const day =
    artifact.kind === 'scorecard' && artifact.outcomeAsOf !== artifact.asOf
      ? say(
          `特征取自 ${artifact.asOf}，结果取自 ${artifact.outcomeAsOf}`,
          `features of ${artifact.asOf}, outcome of ${artifact.outcomeAsOf}`,
        )
      : say(`取自 ${artifact.asOf}`, `of ${artifact.asOf}`)
  const body =
    artifact.kind === 'segments'
      ? describeSegments(artifact, pack, language)
      : artifact.kind === 'scorecard'
        ? describeScorecard(artifact, pack, language)
        : describePurchases(artifact, language)
  return [
    `${label[language]} (${artifact.model}, ${say('第', 'number ')}${artifact.number}${say('版', '')}, ${artifact.hash.slice(0, 12)})`,
    say(`  学习了 ${artifact.customers} 位客户，${day}。`, `  Learned from ${artifact.customers} customers, ${day}.`),
    ...body.map((line) => `  ${line}`),
    ...artifact.notes.map((note) => `  ${say('注意：', 'Note: ')}${note[language]}`),
    '',
  ].join('\n')
}

const describeSegments = (
  { segments, quality, features }: LearnedSegments,
  pack: Pack,
  language: Language,
): readonly string[] => {
  const say = (zh: string, en: string) => (language === 'zh' ? zh : en)
  const unit = new Map(features.map((feature) => [feature.name, feature.unit]))
  const money = (major: number) =>
    formatValue(Math.round(major * 10 ** pack.currency.decimals), 'money', language, pack.currency)
  const value = (name: string, mean: number) =>
    unit.get(name) === 'money' ? money(mean) : formatValue(mean, unit.get(name) ?? 'number', language, pack.currency)
  return [
    say(
      `换种子的一致性（调整兰德指数，${quality.seeds} 个种子）：${quality.stability.toFixed(2)}；族群解释的差异：${percent(quality.explained)}。`,
      `Agreement between ${quality.seeds} seeds (adjusted Rand index): ${quality.stability.toFixed(2)}; variance between segments: ${percent(quality.explained)}.`,
    ),
    ...segments.map(({ id, name, share, meanRevenue, revenueShare, traits }) => {
      const revenue =
        meanRevenue === null
          ? ''
          : say(
              `，人均收入 ${money(meanRevenue)}，收入占比 ${percent(revenueShare ?? 0)}`,
              `, mean revenue ${money(meanRevenue)}, ${percent(revenueShare ?? 0)} of revenue`,
            )
      const apart = traits
        .map(
          ({ feature, mean, difference }) =>
            `${nameOf(pack, feature)[language]} ${value(feature, mean)} (${difference > 0 ? '+' : ''}${difference.toFixed(1)}σ)`,
        )
        .join(say('、', ', '))
      return `${id} ${name[language]}: ${say('占', '')}${percent(share)}${say('', ' of customers')}${revenue}${say('；', '; ')}${apart}`
    }),
  ]
}

const describeScorecard = (artifact: LearnedScorecard, pack: Pack, language: Language): readonly string[] => {
  const say = (zh: string, en: string) => (language === 'zh' ? zh : en)
  const { quality, features, basePoints, dropped } = artifact
  const vocabulary = vocabularyOf(pack)
  return [
    say(
      `结果发生 ${quality.events} 户（${percent(quality.events / quality.customers)}）。以下均为未参与训练的客户：`,
      `The outcome came for ${quality.events} of them (${percent(quality.events / quality.customers)}). On customers held out:`,
    ),
    `AUC ${quality.auc.toFixed(3)} (${quality.aucs.map((auc) => auc.toFixed(3)).join(' ')}), KS ${quality.ks.toFixed(3)}, Brier ${quality.brier.toFixed(4)}`,
    say(
      '十分组（最危险在前）：预期 · 实际 · 提升 · 累计捕获',
      'Tenths, most endangered first: expected · observed · lift · found so far',
    ),
    ...quality.deciles.map(
      ({ expected, rate, lift, captured }, i) =>
        `  ${String(i + 1).padStart(2)}  ${percent(expected).padStart(6)} ${percent(rate).padStart(6)} ${lift.toFixed(2).padStart(6)} ${percent(captured).padStart(6)}`,
    ),
    say(
      `分数 = ${basePoints} 加上各项（越高越安全）：`,
      `Points = ${basePoints} and those of each feature (more is safer):`,
    ),
    ...features.map((feature) => {
      const bins = feature.bins.flatMap(({ share, points }, bin) =>
        share === 0 ? [] : [`${binLabel(feature, bin, vocabulary)[language]} ${points > 0 ? '+' : ''}${points}`],
      )
      return `  ${nameOf(pack, feature.name)[language]}: ${bins.join(say('；', '; '))}`
    }),
    ...dropped.map(
      ({ feature, reason }) =>
        `  ${nameOf(pack, feature)[language]}: ${say('未使用，', 'not used, ')}${reason[language]}`,
    ),
  ]
}

const describePurchases = (artifact: LearnedPurchases, language: Language): readonly string[] => {
  const say = (zh: string, en: string) => (language === 'zh' ? zh : en)
  const { purchases, spend, quality, unitDays, horizonDays } = artifact
  const figures = Object.entries({ ...purchases, alpha: purchases.alpha * unitDays })
  return [
    `BG/NBD ${figures.map(([name, value]) => `${name} ${value.toFixed(3)}`).join(', ')} ${say('（时间单位：天）', '(in days)')}`,
    ...(spend === undefined
      ? []
      : [
          `Gamma-Gamma p ${spend.p.toFixed(3)}, q ${spend.q.toFixed(3)}, γ ${spend.gamma.toFixed(2)}${quality.correlation === null ? '' : say(`；次数与客单价的相关系数 ${quality.correlation.toFixed(2)}`, `; correlation of frequency and value ${quality.correlation.toFixed(2)}`)}`,
        ]),
    say(
      `预测未来 ${horizonDays} 天。复购次数的实际与模型人数：`,
      `Looks ${horizonDays} days ahead. Customers by repeat purchases, seen and by the model:`,
    ),
    ...quality.repeats.map(
      ({ count, observed, expected }, i) =>
        `  ${count}${i === quality.repeats.length - 1 ? '+' : ' '}  ${String(observed).padStart(9)} ${expected.toFixed(0).padStart(9)}`,
    ),
  ]
}

const nameOf = (pack: Pack, name: string): Label =>
  pack.indicators.get(name)?.label ??
  pack.facts.get('customer')?.columns.find(({ id }) => id === name)?.label ??
  pack.schemes.get(name)?.label ?? { zh: name, en: name }

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`
