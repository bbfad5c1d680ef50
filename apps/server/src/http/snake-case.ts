/**
 * lodash's `snakeCase` for identifiers, which the carrier's Node SDK puts every key through: `customerName` →
 * `customer_name`, `address2` → `address_2`, `customerID` → `customer_id`, `HTTPCode` → `http_code`.
 */
export function snakeCase(name: string): string {
  const words = name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [];
  return words.join("_").toLowerCase();
}
