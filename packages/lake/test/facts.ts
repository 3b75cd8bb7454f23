import { type Column, type ColumnType, type Fact, type Pack, standardWork } from '@tend/pack'

const position = { file: 'facts.yaml', line: 1, column: 1 }

export const column = (id: string, type: ColumnType, more: Partial<Column> = {}): Column => ({
  id,
  type,
  label: { zh: id, en: id },
  required: false,
  headers: [],
  ...more,
})

export const fact = (id: string, more: Omit<Fact, 'id' | 'label' | 'position' | 'delivery'> & Partial<Fact>): Fact => ({
  id,
  label: { zh: id, en: id },
  position,
  delivery: 'rows',
  ...more,
})

export const customer = fact('customer', {
  key: ['customer_id'],
  customer: 'customer_id',
  columns: [
    column('customer_id', 'text', {
      required: true,
      label: { zh: '客户号', en: 'Customer id' },
      headers: ['客户编号', 'CUST_ID'],
    }),
    column('name', 'text', { label: { zh: '姓名', en: 'Name' } }),
    column('gender', 'text', {
      values: ['male', 'female'],
      map: { 男: 'male', 女: 'female' },
      label: { zh: '性别', en: 'Gender' },
    }),
    column('opened_on', 'date', { label: { zh: '开户日期', en: 'Opened on' } }),
  ],
})

export const transaction = fact('transaction', {
  key: ['transaction_id'],
  customer: 'customer_id',
  date: 'date',
  columns: [
    column('transaction_id', 'integer', { required: true }),
    column('customer_id', 'text', { required: true }),
    column('date', 'date', { required: true }),
    column('amount', 'money', { required: true, min: 0 }),
  ],
})

export const packOf = (...facts: readonly Fact[]): Pack => ({
  id: 'test',
  label: { zh: '测试', en: 'Test' },
  version: '1',
  folders: [],
  timeZone: 'Asia/Shanghai',
  currency: { code: 'CNY', decimals: 2 },
  hash: 'test',
  facts: new Map(facts.map((each) => [each.id, each])),
  indicators: new Map(),
  schemes: new Map(),
  moments: new Map(),
  plays: new Map(),
  outcomes: new Map(),
  forms: new Map(),
  models: new Map(),
  guards: new Map(),
  purposes: new Map(),
  channels: new Map(),
  policies: new Map(),
  messages: new Map(),
  templates: new Map(),
  modules: new Map(),
  benefits: new Map(),
  cases: new Map(),
  objections: new Map(),
  trainings: new Map(),
  bulletins: new Map(),
  work: standardWork(),
  protectedAttributes: [],
})
