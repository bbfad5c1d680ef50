export async function benchBoard(): Promise<void> {}
