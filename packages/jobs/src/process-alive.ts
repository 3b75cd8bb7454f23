/** Whether a process with this number runs on this machine, whoever owns it. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The same of others than this process, for who has just begun: what bears its own number was left by one before it. In a container each has the same. */
export const isAnotherAlive = (pid: number): boolean => pid !== process.pid && isAlive(pid)
