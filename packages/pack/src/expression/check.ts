import type { ASTNode } from '@marcbachmann/cel-js'
import { dayNumber } from '../dates.ts'
import type { Label, Unit } from '../definitions.ts'
import { suggestFrom } from '../nearest.ts'
import { typeWords, unitWords } from '../words.ts'
import { findSignature, functionNames, type Signature } from './functions.ts'
import type { Mistake } from './parse.ts'
import type { Arithmetic, Comparison, NameTypes, Node, ValueType } from './tree.ts'
import { valueTypeOf } from './tree.ts'
import { isClash, unitOf } from './units.ts'

/**
 * Turns cel-js' tree into ours, settling every type. A part with a mistake is undefined, and what stands above it stays silent, so that
 * one mistake gives one message while the others are still found.
 */
export function checkTree(root: ASTNode, scope: NameTypes, mistakes: Mistake[]): Node | undefined {
  const say = (at: ASTNode | Node, code: string, message: Label, suggestion?: Label): undefined => {
    mistakes.push({ code, offset: at.start, message, suggestion })
  }
  return new Checker(scope, say).check(root)
}

function wordOf(unit: Unit | undefined): Label {
  const zh = unitWords[unit ?? 'number']
  if (unit === 'count') return { zh, en: 'a count' }
  return { zh, en: unit === 'ratio' ? 'a ratio' : (unit ?? 'a number') }
}

/** What people write who think of a calendar, or of a range as in mathematics. */
function hintOf(left: Node, right: Node): Label | undefined {
  if (left.type === 'date' && right.type !== 'flag')
    return { zh: "日期应写成 date('2026-01-31')", en: "write a date as date('2026-01-31')" }
  if (left.kind === 'compare' && right.type === 'number')
    return { zh: '上下限要分开写：a <= x && x < b', en: 'write both bounds: a <= x && x < b' }
  return undefined
}

const unknownName = (name: string): Label => ({ zh: `没有名为“${name}”的指标、分级或列`, en: `unknown name "${name}"` })

const unlike = (one: Node, other: Node): Label => ({
  zh: `${typeWords[one.type]}不能与${typeWords[other.type]}比较`,
  en: `a ${one.type} is compared with a ${other.type}`,
})

const adding = (one: Label, other: Label): Label => ({
  zh: `${other.zh}不能加上${one.zh}`,
  en: `${one.en} is added to ${other.en}`,
})

const subtracting = (one: Label, other: Label): Label => ({
  zh: `${other.zh}不能减去${one.zh}`,
  en: `${one.en} is taken from ${other.en}`,
})

const comparing = (one: Label, other: Label): Label => ({
  zh: `${one.zh}不能与${other.zh}比较`,
  en: `${one.en} is compared with ${other.en}`,
})

type Say = (at: ASTNode | Node, code: string, message: Label, suggestion?: Label) => undefined

class Checker {
  readonly scope: NameTypes
  readonly say: Say

  constructor(scope: NameTypes, say: Say) {
    this.scope = scope
    this.say = say
  }

  check(ast: ASTNode): Node | undefined {
    switch (ast.op) {
      case 'value':
        return this.literal(ast, ast.args)
      case 'id':
        return this.name(ast, ast.args)
      case '!_':
        return this.not(ast, ast.args)
      case '-_':
        return this.negate(ast, ast.args)
      case '+':
      case '-':
      case '*':
      case '/':
      case '%':
        return this.arithmetic(ast, ast.op, ast.args)
      case '==':
      case '!=':
      case '<':
      case '<=':
      case '>':
      case '>=':
        return this.compare(ast, ast.op, ast.args)
      case '&&':
      case '||':
        return this.logic(ast, ast.op, ast.args)
      case '?:':
        return this.choose(ast, ast.args)
      case 'in':
        return this.inList(ast, ast.args)
      case 'call':
        return ast.args[0] === 'date' ? this.date(ast, ast.args[1]) : this.call(ast, ast.args[0], ast.args[1], false)
      case 'rcall':
        return this.call(ast, ast.args[0], [ast.args[1], ...ast.args[2]], true)
      default: {
        const written = ast.input.slice(ast.start, ast.end)
        return this.say(ast, 'cel-unsupported', {
          zh: `不支持“${written}”这种写法`,
          en: `"${written}" is not part of the pack language`,
        })
      }
    }
  }

  literal(ast: ASTNode, value: unknown): Node | undefined {
    const at = { start: ast.start, end: ast.end, kind: 'literal' } as const
    if (typeof value === 'bigint') return { ...at, type: 'number', value: Number(value) }
    if (typeof value === 'number' && Number.isFinite(value)) return { ...at, type: 'number', value }
    if (typeof value === 'boolean') return { ...at, type: 'flag', value }
    if (typeof value === 'string' && !value.includes('\0')) return { ...at, type: 'text', value }
    if (value === null) {
      const message = { zh: '不能写 null', en: 'null cannot be written' }
      const suggestion = {
        zh: '是否有值请用 known(name) 或 !known(name) 判断',
        en: 'ask with known(name) or !known(name)',
      }
      return this.say(ast, 'cel-unsupported', message, suggestion)
    }
    return this.say(ast, 'cel-unsupported', {
      zh: '此处只能写数字、文本、true 或 false',
      en: 'only numbers, texts, true and false can be written here',
    })
  }

  name(ast: ASTNode, name: string): Node | undefined {
    const at = { start: ast.start, end: ast.end }
    if (name === 'as_of') return { ...at, kind: 'as_of', type: 'date' }
    const known = this.scope.get(name)
    if (known === undefined) {
      return this.say(ast, 'cel-name', unknownName(name), suggestFrom(name, this.scope.keys()))
    }
    return { ...at, kind: 'name', name, unit: known.unit, type: valueTypeOf(known.unit) }
  }

  not(ast: ASTNode, operand: ASTNode): Node | undefined {
    const of = this.typed(operand, 'flag', '!')
    return of && { start: ast.start, end: ast.end, kind: 'not', type: 'flag', of }
  }

  negate(ast: ASTNode, operand: ASTNode): Node | undefined {
    const of = this.typed(operand, 'number', '-')
    if (of?.kind === 'literal') return { ...of, start: ast.start, value: -Number(of.value) }
    return of && { start: ast.start, end: ast.end, kind: 'negate', type: 'number', of }
  }

  arithmetic(ast: ASTNode, op: Arithmetic, args: readonly [ASTNode, ASTNode]): Node | undefined {
    const left = this.typed(args[0], 'number', op)
    const right = this.typed(args[1], 'number', op)
    if (left === undefined || right === undefined) return undefined
    if ((op === '+' || op === '-') && isClash(unitOf(left), unitOf(right)))
      return this.clash(right, left, op === '+' ? adding : subtracting)
    return { start: ast.start, end: ast.end, kind: 'arithmetic', type: 'number', op, left, right }
  }

  compare(ast: ASTNode, op: Comparison, args: readonly [ASTNode, ASTNode]): Node | undefined {
    const left = this.check(args[0])
    const right = this.isBareValue(left, args[1]) ? undefined : this.check(args[1])
    if (left === undefined || right === undefined) return undefined
    if (left.type !== right.type) {
      return this.say(right, 'cel-type', unlike(left, right), hintOf(left, right))
    }
    if (isClash(unitOf(left), unitOf(right))) return this.clash(left, right, comparing)
    const isOrdered = op !== '==' && op !== '!='
    if (isOrdered && (left.type === 'text' || left.type === 'flag')) {
      return this.say(ast, 'cel-type', {
        zh: `${typeWords[left.type]}只能用 == 和 != 比较`,
        en: `a ${left.type} compares with == and != only`,
      })
    }
    const isKnown = this.permitted(left, [right]) && this.permitted(right, [left])
    return isKnown ? { start: ast.start, end: ast.end, kind: 'compare', type: 'flag', op, left, right } : undefined
  }

  logic(ast: ASTNode, op: '&&' | '||', args: readonly [ASTNode, ASTNode]): Node | undefined {
    const left = this.typed(args[0], 'flag', op)
    const right = this.typed(args[1], 'flag', op)
    return left && right && { start: ast.start, end: ast.end, kind: 'logic', type: 'flag', op, left, right }
  }

  choose(ast: ASTNode, args: readonly [ASTNode, ASTNode, ASTNode]): Node | undefined {
    const condition = this.typed(args[0], 'flag', '?')
    const then = this.check(args[1])
    const otherwise = this.check(args[2])
    if (condition === undefined || then === undefined || otherwise === undefined) return undefined
    if (then.type !== otherwise.type) {
      return this.say(otherwise, 'cel-type', {
        zh: `“:”两边的类型必须相同，现在分别是${typeWords[then.type]}和${typeWords[otherwise.type]}`,
        en: `both sides of ":" must have one type, but they are ${then.type} and ${otherwise.type}`,
      })
    }
    return { start: ast.start, end: ast.end, kind: 'choose', type: then.type, condition, then, otherwise }
  }

  inList(ast: ASTNode, args: readonly [ASTNode, ASTNode]): Node | undefined {
    const of = this.check(args[0])
    const list = args[1]
    if (list.op !== 'list' || list.args.length === 0) {
      return this.say(list, 'cel-type', {
        zh: "in 后面要写一串值，如 x in ['a', 'b']",
        en: "in needs a list of values, as in x in ['a', 'b']",
      })
    }
    const values = list.args.map((item) => this.check(item))
    if (of === undefined || values.some((value) => value === undefined)) return undefined
    const checked = values.filter((value) => value !== undefined)
    if (of.type === 'flag')
      return this.say(ast, 'cel-type', { zh: '是/否值不能用 in 查找', en: 'a flag cannot be looked up in a list' })
    for (const value of checked) {
      if (value.kind !== 'literal')
        return this.say(value, 'cel-type', { zh: '列表里只能写具体的值', en: 'a list holds written values only' })
      if (value.type !== of.type) return this.say(value, 'cel-type', unlike(of, value))
    }
    if (!this.permitted(of, checked)) return undefined
    return { start: ast.start, end: ast.end, kind: 'in', type: 'flag', of, values: checked }
  }

  date(ast: ASTNode, args: readonly ASTNode[]): Node | undefined {
    const text = args[0]
    if (args.length !== 1 || text?.op !== 'value' || typeof text.args !== 'string') {
      return this.say(ast, 'cel-call', {
        zh: "日期应写成 date('2026-01-31')",
        en: "a date is written date('2026-01-31')",
      })
    }
    if (dayNumber(text.args) === undefined)
      return this.say(text, 'cel-value', {
        zh: `日历上没有“${text.args}”这一天`,
        en: `"${text.args}" is no date of the calendar`,
      })
    return { start: ast.start, end: ast.end, kind: 'literal', type: 'date', value: text.args }
  }

  call(ast: ASTNode, name: string, rawArgs: readonly ASTNode[], isMethod: boolean): Node | undefined {
    const args = rawArgs.map((arg) => this.check(arg))
    const signature = findSignature(name)
    if (signature === undefined) {
      const message = { zh: `没有名为“${name}”的函数`, en: `unknown function "${name}"` }
      return this.say(ast, 'cel-name', message, suggestFrom(name, functionNames))
    }
    const isArity = args.length >= signature.minArgs && args.length <= signature.maxArgs
    if (signature.isMethod !== isMethod || !isArity)
      return this.say(ast, 'cel-call', {
        zh: `${name} 应写成 ${signature.usage}`,
        en: `${name} is called as ${signature.usage}`,
      })
    const checked = args.filter((arg) => arg !== undefined)
    if (checked.length < args.length) return undefined
    return this.applied(ast, signature, checked)
  }

  applied(ast: ASTNode, signature: Signature, args: readonly Node[]): Node | undefined {
    const first = args[0]
    if (first === undefined) return undefined
    for (const arg of args) {
      if (!signature.accepts.includes(arg.type)) {
        return this.say(arg, 'cel-type', {
          zh: `${signature.name} 只接受${signature.accepts.map((type) => typeWords[type]).join('或')}，这里是${typeWords[arg.type]}`,
          en: `${signature.name} takes ${signature.accepts.join(' or ')}, but this is a ${arg.type}`,
        })
      }
      if (arg.type !== first.type)
        return this.say(arg, 'cel-type', {
          zh: `${typeWords[first.type]}和${typeWords[arg.type]}不能放在一起`,
          en: `a ${first.type} and a ${arg.type} do not go together`,
        })
    }
    if (signature.isMethod && args[1]?.kind !== 'literal') {
      return this.say(args[1] ?? ast, 'cel-call', {
        zh: `${signature.usage} 的括号里要写带引号的文本`,
        en: `${signature.usage} takes a text in quotes`,
      })
    }
    const type = signature.result === 'argument' ? first.type : signature.result
    return { start: ast.start, end: ast.end, kind: 'call', type, name: signature.name, args }
  }

  clash(one: Node, other: Node, says: (one: Label, other: Label) => Label): undefined {
    const message = says(wordOf(unitOf(one)), wordOf(unitOf(other)))
    return this.say(one, 'unit-mismatch', message, {
      zh: '请改用两者相除，或选用单位相同的两个指标',
      en: 'divide one by the other, or choose two indicators of one unit',
    })
  }

  typed(ast: ASTNode, type: ValueType, op: string): Node | undefined {
    const node = this.check(ast)
    if (node !== undefined && node.type !== type)
      return this.say(node, 'cel-type', {
        zh: `${op} 需要${typeWords[type]}，这里是${typeWords[node.type]}`,
        en: `${op} takes a ${type}, but this is a ${node.type}`,
      })
    return node
  }

  /** A level or code without its quotes is read as a name. */
  isBareValue(of: Node | undefined, ast: ASTNode): boolean {
    if (of?.kind !== 'name' || ast.op !== 'id' || this.scope.has(ast.args)) return false
    if (!this.scope.get(of.name)?.values?.includes(ast.args)) return false
    this.say(ast, 'cel-name', unknownName(ast.args), {
      zh: `${of.name} 的取值要加引号：'${ast.args}'`,
      en: `put a value of ${of.name} in quotes: '${ast.args}'`,
    })
    return true
  }

  /** A misspelt level or code would silently never match: refuse it where the permitted values are a closed list. */
  permitted(of: Node, values: readonly Node[]): boolean {
    const permitted = of.kind === 'name' ? this.scope.get(of.name)?.values : undefined
    if (permitted === undefined || of.kind !== 'name') return true
    const strangers = values.filter((value) => value.kind === 'literal' && !permitted.includes(String(value.value)))
    for (const stranger of strangers) {
      if (stranger.kind !== 'literal') continue
      const text = String(stranger.value)
      const message = { zh: `${of.name} 没有“${text}”这个取值`, en: `"${text}" is not a value of ${of.name}` }
      this.say(stranger, 'cel-value', message, suggestFrom(text, permitted))
    }
    return strangers.length === 0
  }
}
