import { type Db, type Store, yieldingTransaction } from '@tend/store'

/**
 * Runs `work` in a transaction that holds the customers of certain tasks as `holdCustomer` does, all at once. Nothing is held while another is waited for: who
 * writes many customers in one transaction takes their rows in an order of its own, and whoever waited with some of them in hand would end in a
 * deadlock with it. Where a row is held by somebody, all are let go, each is waited for alone, and they are asked for anew.
 */
export const holdingCustomers = async <T>(
  store: Store,
  taskIds: readonly string[],
  work: (tx: Db) => Promise<T>,
): Promise<T> => {
  for (;;) {
    try {
      return await yieldingTransaction(store, async (tx) => {
        await tx.query(`${customersOf} for key share nowait`, [taskIds])
        await tx.query(`${tasksOf} for update nowait`, [taskIds])
        return await work(tx)
      })
    } catch (error) {
      if ((error as { readonly code?: unknown } | null)?.code !== heldByAnother) throw error
    }
    await waitForEach(store, taskIds)
  }
}

const heldByAnother = '55P03'

// What was called, closed as it may be by now, and what else is open with its customers.
const customersOf = `
  select customer_id from customer where customer_id in (select customer_id from task where task_id = any($1::bigint[]))`
const tasksOf = `
  select task_id from task
  where customer_id in (select customer_id from task where task_id = any($1::bigint[]))
  and (closed_at is null or task_id = any($1::bigint[]))`

const waitForEach = async (store: Store, taskIds: readonly string[]): Promise<void> => {
  for (const { customer_id } of await store.query(customersOf, [taskIds]))
    await store.query('select from customer where customer_id = $1 for key share', [customer_id])
  for (const { task_id } of await store.query(tasksOf, [taskIds]))
    await store.query('select from task where task_id = $1 for update', [task_id])
}
