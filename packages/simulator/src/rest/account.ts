import type { RestHandler } from "./request.ts";

export const getAccount: RestHandler = ({ world }) => ({
  status: 200,
  body: {
    account_type: "standard",
    address: "1 Cord Board",
    auth_id: world.account.authId,
    auto_recharge: false,
    billing_mode: "prepaid",
    cash_credits: "100.00000",
    city: "Simulated",
    name: "Cordboard simulator",
    resource_uri: `/v1/Account/${world.account.authId}/`,
    state: "",
    timezone: "UTC",
  },
});
