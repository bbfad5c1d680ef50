import type { Board } from "../pages/board.ts";
import { Editor } from "../pages/editor.ts";
import { expect, test } from "../pages/test.ts";
import { flow, numbersConnected, publish } from "../steps/flows.ts";
import { Product } from "../steps/product.ts";
import { Gallery } from "./gallery.ts";

const [ANN, BEN] = ["+1 415 555 0151", "+1 415 555 0152"] as const;
const TEAM = flow(
  "Ring the team",
  {
    Ring: ["call_forward", { to: ["+14155550151", "+14155550152"], mode: "parallel" }],
    Nobody: ["play_audio", { prompt: [{ speak: "Nobody is free. Please call again." }] }],
    Thanks: ["send_message", { from: "+14155550199", to: ["{{ Start.call.from }}"], text: "Thank you for calling. Text STOP to end." }],
  },
  ["Start.incoming_call -> Ring", "Start.api_request -> Thanks", "Ring.completed -> Thanks", "Ring.no_answer -> Nobody"],
  { payload: [{ name: "customer", type: "text", required: true, default: "", example: "Ann Baker" }] },
);

/** The flow where the phone leaves room for it. */
const beside = (board: Board) => async (): Promise<void> => {
  await board.showAll();
  await board.lookAt("Start", { zoom: 0.66, left: 24, top: 0.3 });
};

let product: Product;
test.beforeAll(async () => {
  // Slower than life: phones ring for as long as pictures are taken of them.
  product = await Product.start({ SIMULATOR_TIME_SCALE: "0.5" });
  await numbersConnected(product);
  await publish(product, TEAM);
});
test.afterAll(() => product.stop());

test("phones, texts and requests to a flow", async ({ page }) => {
  const editor = new Editor(page, product);
  const gallery = new Gallery(page);
  const { board, phone } = editor;
  await editor.signInAt(TEAM.name);
  await phone.open();
  await phone.frame.getByRole("button", { name: "Phones that are called" }).click();
  await gallery.show("phone-saved-phones", beside(board));
  await phone.frame.getByRole("button", { name: "Back to the phone" }).click();
  await phone.frame.getByRole("radio", { name: "API" }).click();
  await gallery.show("phone-request", beside(board));
  await phone.frame.getByRole("radio", { name: "Messages" }).click();
  await phone.textTo("SMS autoresponder");
  await phone.texts("HELP");
  await expect(page.getByRole("log", { name: "Texts" }).getByText("Text STOP to end.")).toBeVisible();
  await gallery.show("phone-messages", beside(board));

  await phone.frame.getByRole("radio", { name: "Phone" }).click();
  await phone.callDraft();
  await expect(phone.ringing(ANN)).toBeVisible();
  await expect(phone.ringing(BEN)).toBeVisible();
  await gallery.show("phones-ringing", beside(board));
  await phone.accept(ANN);
  await expect(phone.side("+1 415 555 0100")).toBeVisible();
  await gallery.show("phones", beside(board));
  await phone.hangUp();
  await phone.close();
});
