import { Editor } from "../pages/editor.ts";
import { Outline, tabTo } from "../pages/outline.ts";
import { expect, test } from "../pages/test.ts";
import { Product } from "../steps/product.ts";

let product: Product;
test.beforeAll(async () => {
  product = await Product.start();
});
test.afterAll(() => product.stop());

/** Hands on the keys, none on the pointer. */
class Keys {
  readonly editor: Editor;
  readonly outline: Outline;
  constructor(editor: Editor) {
    this.editor = editor;
    this.outline = new Outline(editor.page);
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.editor.page.keyboard.press(key);
  }

  /** Gives the step of this line its name. */
  async name(name: string): Promise<void> {
    await this.press("F2");
    const field = this.editor.inspector.field("Name of the step");
    await expect(field).toBeFocused();
    await this.press("ControlOrMeta+a");
    await this.editor.page.keyboard.type(name);
    await this.press("Enter");
    await expect(this.outline.tree).toBeFocused();
    await this.outline.isAt(new RegExp(`: ${name},`));
  }

  /** Opens the settings of this line's step, and writes into fields one after another. */
  async write(fields: Record<string, string>): Promise<void> {
    await this.press("Enter");
    await this.fill(fields);
    await this.back();
  }

  /** Goes from field to field. What is written comes as a whole, as from an input method: letter by letter takes most of a minute. */
  async fill(fields: Record<string, string>): Promise<void> {
    for (const [label, text] of Object.entries(fields)) {
      await tabTo(this.editor.inspector.field(label));
      await this.press("ControlOrMeta+a");
      await this.editor.page.keyboard.insertText(text);
    }
  }

  /** From the settings to the line that they belong to. */
  async back(): Promise<void> {
    // A list of suggestions that is open takes the first Escape for itself.
    await expect(async () => {
      await this.press("Escape");
      await expect(this.outline.tree).toBeFocused({ timeout: 1_000 });
    }).toPass();
  }

  /** A new step at an exit, with its name and what is written in its fields. */
  async add(exit: string, component: string, name: string, fields: Record<string, string> = {}): Promise<void> {
    await this.outline.lead(exit, component, `${exit}: `);
    await this.name(name);
    if (Object.keys(fields).length > 0) await this.write(fields);
  }

  say(exit: string, name: string, text: string): Promise<void> {
    return this.add(exit, "Play / Speak", name, { "What the caller hears, text 1": text });
  }

  join(exit: string, step: string): Promise<void> {
    return this.outline.lead(exit, step);
  }
}

/** The same receptionist that receptionist.browser.spec.ts draws by hand. */
async function build(keys: Keys): Promise<void> {
  const { editor } = keys;
  const { inspector, page } = { inspector: editor.inspector, page: editor.page };
  await keys.add("Incoming call", "IVR Menu", "Main_Menu");
  await keys.press("Enter");
  await keys.fill({
    "What the caller hears, text 1": "Press 1 for sales, 2 for support, or 3 to enter an extension.",
    "Name of choice 1": "sales",
    "Name of choice 2": "support",
  });
  await tabTo(inspector.frame.getByRole("button", { name: "Add choice" }));
  await keys.press("Enter");
  await tabTo(inspector.field("Name of choice 3"));
  await page.keyboard.type("extension");
  await keys.press("Enter");
  await keys.back();

  await keys.add("1, sales", "Call Forward", "Ring_Sales", { "To 1": "+14155550111" });
  await keys.add("No answer", "Record / Voicemail", "Leave_A_Message", {
    "What the caller hears first, text 1": "Please leave a message.",
  });
  await keys.say("Recorded", "Message_Taken", "We will call you back.");
  await keys.add("Completed", "Hang Up", "Goodbye");
  await keys.join("No audio", "Goodbye");
  await keys.say("Busy", "Everyone_Is_Busy", "They are on another call.");
  await keys.join("Completed", "Leave_A_Message");

  await keys.add("2, support", "Call Forward", "Ring_Support", { "To 1": "+14155550121" });
  await keys.join("No answer", "Leave_A_Message");
  await keys.join("Busy", "Everyone_Is_Busy");

  await keys.add("3, extension", "Get Input", "Ask_Extension", {
    "What the caller hears, text 1": "Please enter the two digit extension, then press pound.",
    "At least": "2",
    "At most": "2",
  });
  await keys.add("Received", "Branch", "Which_Extension", {
    "Exit of condition 1": "ann",
    "Value of comparison 1": "{{ Ask_Extension.digits }}",
    "With of comparison 1": "42",
  });
  await keys.say("ann", "Connecting_To_Ann", "Connecting you to Ann.");
  await keys.add("Completed", "Call Forward", "Ring_Ann", { "To 1": "+14155550142" });
  await keys.join("No answer", "Leave_A_Message");
  await keys.join("Busy", "Everyone_Is_Busy");
  await keys.say("No match", "Unknown_Extension", "Extension {{ Ask_Extension.digits }} does not exist.");
  await keys.join("Completed", "Main_Menu");
  await keys.say("No input", "Nobody_There", "It seems nobody is there.");
  await keys.join("Completed", "Goodbye");
  await keys.join("Invalid", "Unknown_Extension");
  await keys.join("No input", "Nobody_There");
  await keys.join("Wrong input", "Nobody_There");
}

test("the receptionist is built, tried and published without a pointer", async ({ page }) => {
  test.setTimeout(240_000);
  const editor = new Editor(page, product);
  const { board, palette, phone } = editor;
  const keys = new Keys(editor);
  await editor.signIn();
  await keys.press("n");
  await expect(page.getByRole("dialog", { name: "New flow" }).getByLabel("Name", { exact: true })).toBeFocused();
  await page.keyboard.type("Front desk");
  await keys.press("Enter");
  await board.ready();
  await keys.outline.open();
  await build(keys);
  await expect(page.getByRole("button", { name: /^Issues/ })).toHaveAccessibleName("Issues none");
  await editor.saved();

  await palette.do("try it", "Try it");
  await expect(phone.frame).toBeFocused();
  await tabTo(phone.frame.getByRole("button", { name: /This draft/ }));
  await keys.press("Enter");
  await phone.hears("Press 1 for sales");
  await page.keyboard.type("3");
  await phone.hears("two digit extension");
  await page.keyboard.type("42#");
  await phone.hears("Connecting you to Ann.");
  await board.isAt("Ring Ann");
  await tabTo(phone.frame.getByRole("button", { name: "Hang up", exact: true }));
  await keys.press("Enter");
  await phone.ended();

  await keys.press("ControlOrMeta+Shift+P");
  await expect(page.getByLabel(/^What changed/)).toBeFocused();
  await page.keyboard.type("By keys alone");
  await keys.press("ControlOrMeta+Enter");
  await expect(page.getByRole("button", { name: "Version 1" })).toBeVisible();
});
