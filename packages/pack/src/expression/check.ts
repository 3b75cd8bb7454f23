import type { ASTNode } from '@marcbachmann/cel-js'
import { dayNumber } from '../dates.ts'
import type { Unit } from '../definitions.ts'
import { suggestFrom } from '../nearest.ts'
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
  const say = (at: ASTNode | Node, code: string, message: string, suggestion?: string): undefined => {
    mistakes.push({ code, offset: at.start, message, suggestion })
  }
  return new Checker(scope, say).check(root)
}

function wordOf(unit: Unit | undefined): string {
  if (unit === 'count') return 'a count'
  return unit === 'ratio' ? 'a ratio' : (unit ?? 'a number')
}

/** What people write who think of a calendar, or of a range as in mathematics. */
function hintOf(left: Node, right: Node): string | undefined {
  if (left.type === 'date' && right.type !== 'flag') return "write a date as date('2026-01-31')"
  if (left.kind === 'compare' && right.type === 'number') return 'write both bounds: a <= x && x < b'
  return undefined
}

type Say = (at: ASTNode | Node, code: string, message: string, suggestion?: string) => undefined

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
      default:
        return this.say(
          ast,
          'cel-unsupported',
          `"${ast.input.slice(ast.start, ast.end)}" is not part of the pack language`,
        )
    }
  }

  literal(ast: ASTNode, value: unknown): Node | undefined {
    const at = { start: ast.start, end: ast.end, kind: 'literal' } as const
    if (typeof value === 'bigint') return { ...at, type: 'number', value: Number(value) }
    if (typeof value === 'number' && Number.isFinite(value)) return { ...at, type: 'number', value }
    if (typeof value === 'boolean') return { ...at, type: 'flag', value }
    if (typeof value === 'string' && !value.includes('\0')) return { ...at, type: 'text', value }
    if (value === null)
      return this.say(ast, 'cel-unsupported', 'null cannot be written', 'ask with known(name) or !known(name)')
    return this.say(ast, 'cel-unsupported', 'only numbers, texts, true and false can be written here')
  }

  name(ast: ASTNode, name: string): Node | undefined {
    const at = { start: ast.start, end: ast.end }
    if (name === 'as_of') return { ...at, kind: 'as_of', type: 'date' }
    const known = this.scope.get(name)
    if (known === undefined) {
      return this.say(ast, 'cel-name', `unknown name "${name}"`, suggestFrom(name, this.scope.keys()))
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
      return this.clash(right, left, op === '+' ? 'is added to' : 'is taken from')
    return { start: ast.start, end: ast.end, kind: 'arithmetic', type: 'number', op, left, right }
  }

  compare(ast: ASTNode, op: Comparison, args: readonly [ASTNode, ASTNode]): Node | undefined {
    const left = this.check(args[0])
    const right = this.isBareValue(left, args[1]) ? undefined : this.check(args[1])
    if (left === undefined || right === undefined) return undefined
    if (left.type !== right.type) {
      return this.say(right, 'cel-type', `a ${left.type} is compared with a ${right.type}`, hintOf(left, right))
    }
    if (isClash(unitOf(left), unitOf(right))) return this.clash(left, right, 'is compared with')
    const isOrdered = op !== '==' && op !== '!='
    if (isOrdered && (left.type === 'text' || left.type === 'flag')) {
      return this.say(ast, 'cel-type', `a ${left.type} compares with == and != only`)
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
      return this.say(
        otherwise,
        'cel-type',
        `both sides of ":" must have one type, but they are ${then.type} and ${otherwise.type}`,
      )
    }
    return { start: ast.start, end: ast.end, kind: 'choose', type: then.type, condition, then, otherwise }
  }

  inList(ast: ASTNode, args: readonly [ASTNode, ASTNode]): Node | undefined {
    const of = this.check(args[0])
    const list = args[1]
    if (list.op !== 'list' || list.args.length === 0) {
      return this.say(list, 'cel-type', "in needs a list of values, as in x in ['a', 'b']")
    }
    const values = list.args.map((item) => this.check(item))
    if (of === undefined || values.some((value) => value === undefined)) return undefined
    const checked = values.filter((value) => value !== undefined)
    if (of.type === 'flag') return this.say(ast, 'cel-type', 'a flag cannot be looked up in a list')
    for (const value of checked) {
      if (value.kind !== 'literal') return this.say(value, 'cel-type', 'a list holds written values only')
      if (value.type !== of.type) return this.say(value, 'cel-type', `a ${of.type} is compared with a ${value.type}`)
    }
    if (!this.permitted(of, checked)) return undefined
    return { start: ast.start, end: ast.end, kind: 'in', type: 'flag', of, values: checked }
  }

  date(ast: ASTNode, args: readonly ASTNode[]): Node | undefined {
    const text = args[0]
    if (args.length !== 1 || text?.op !== 'value' || typeof text.args !== 'string') {
      return this.say(ast, 'cel-call', "a date is written date('2026-01-31')")
    }
    if (dayNumber(text.args) === undefined)
      return this.say(text, 'cel-value', `"${text.args}" is no date of the calendar`)
    return { start: ast.start, end: ast.end, kind: 'literal', type: 'date', value: text.args }
  }

  call(ast: ASTNode, name: string, rawArgs: readonly ASTNode[], isMethod: boolean): Node | undefined {
    const args = rawArgs.map((arg) => this.check(arg))
    const signature = findSignature(name)
    if (signature === undefined) {
      return this.say(ast, 'cel-name', `unknown function "${name}"`, suggestFrom(name, functionNames))
    }
    const isArity = args.length >= signature.minArgs && args.length <= signature.maxArgs
    if (signature.isMethod !== isMethod || !isArity)
      return this.say(ast, 'cel-call', `${name} is called as ${signature.usage}`)
    const checked = args.filter((arg) => arg !== undefined)
    if (checked.length < args.length) return undefined
    return this.applied(ast, signature, checked)
  }

  applied(ast: ASTNode, signature: Signature, args: readonly Node[]): Node | undefined {
    const first = args[0]
    if (first === undefined) return undefined
    for (const arg of args) {
      if (!signature.accepts.includes(arg.type)) {
        return this.say(
          arg,
          'cel-type',
          `${signature.name} takes ${signature.accepts.join(' or ')}, but this is a ${arg.type}`,
        )
      }
      if (arg.type !== first.type)
        return this.say(arg, 'cel-type', `a ${first.type} and a ${arg.type} do not go together`)
    }
    if (signature.isMethod && args[1]?.kind !== 'literal') {
      return this.say(args[1] ?? ast, 'cel-call', `${signature.usage} takes a text in quotes`)
    }
    const type = signature.result === 'argument' ? first.type : signature.result
    return { start: ast.start, end: ast.end, kind: 'call', type, name: signature.name, args }
  }

  clash(one: Node, other: Node, verb: string): undefined {
    const message = `${wordOf(unitOf(one))} ${verb} ${wordOf(unitOf(other))}`
    return this.say(one, 'unit-mismatch', message, 'divide one by the other, or choose two indicators of one unit')
  }

  typed(ast: ASTNode, type: ValueType, op: string): Node | undefined {
    const node = this.check(ast)
    if (node !== undefined && node.type !== type)
      return this.say(node, 'cel-type', `${op} takes a ${type}, but this is a ${node.type}`)
    return node
  }

  /** A level or code without its quotes is read as a name. */
  isBareValue(of: Node | undefined, ast: ASTNode): boolean {
    if (of?.kind !== 'name' || ast.op !== 'id' || this.scope.has(ast.args)) return false
    if (!this.scope.get(of.name)?.values?.includes(ast.args)) return false
    this.say(ast, 'cel-name', `unknown name "${ast.args}"`, `put a value of ${of.name} in quotes: '${ast.args}'`)
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
      this.say(stranger, 'cel-value', `"${text}" is not a value of ${of.name}`, suggestFrom(text, permitted))
    }
    return strangers.length === 0
  }
}
