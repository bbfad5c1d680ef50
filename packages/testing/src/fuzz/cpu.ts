/** CPU time of this thread so far, in ms. Node.js before 24 only counts that of the whole process. */
export function cpuMs(): number {
  const { user, system } = "threadCpuUsage" in process ? process.threadCpuUsage() : (process as NodeJS.Process).cpuUsage();
  return (user + system) / 1000;
}
