import { Editor } from "../pages/editor.ts";
import { expect, test } from "../pages/test.ts";
import { Product } from "../steps/product.ts";

const OUTSIDE = "+1 212 555 0147";
const OURS = "+1 415 555 0195";
const ANN = "+1 415 555 0142";

let product: Product;

test.use({ viewport: { width: 1920, height: 1080 } });
test.beforeAll(async () => {
  product = await Product.start();
});
test.afterAll(() => product.stop());

async function draw({ board, inspector }: Editor): Promise<void> {
  await board.openPalette();

  await board.drag("IVR Menu", { rightOf: "Start", down: -80 });
  await inspector.rename("Main Menu");
  await inspector.say("Welcome to Brass and Cord. Press 1 for sales, 2 for support, or 3 to enter an extension.");
  await inspector.type("Name of choice 1", "sales");
  await inspector.type("Name of choice 2", "support");
  await inspector.press("Add choice");
  await inspector.type("Name of choice 3", "extension");
  await inspector.press("More settings");
  await inspector.addText("After no input", "I did not hear anything.");
  await inspector.addText("After a wrong input", "That is not one of the choices.");
  await board.deselect();
  await board.connect("Start", "Incoming call", "Main Menu");

  await board.add("Main Menu", "sales", "Call Forward");
  await inspector.rename("Ring Sales");
  await inspector.type("To 1", "+1 415 555 0111");
  await board.deselect();

  await board.add("Main Menu", "support", "Call Forward");
  await inspector.rename("Ring Support");
  await inspector.type("To 1", "+14155550121");
  await inspector.press("Add number");
  await inspector.type("To 2", "+14155550122");
  await inspector.choose("Several numbers ring", "All at once");
  await board.deselect();

  await board.drag("Get Input", { rightOf: "Main Menu", down: 560 });
  await inspector.rename("Ask Extension");
  await inspector.say("Please enter the two digit extension, then press pound.");
  await inspector.type("At least", "2");
  await inspector.type("At most", "2");
  await board.deselect();
  await board.showAll();
  await board.connect("Main Menu", "extension", "Ask Extension");

  await board.drag("Branch", { rightOf: "Ask Extension" });
  await inspector.rename("Which Extension");
  await board.deselect();
  await board.connect("Ask Extension", "Received", "Which Extension");
  await board.select("Which Extension");
  await inspector.type("Exit of condition 1", "ann");
  await inspector.insertVariable("Value of comparison 1", "Ask", "Ask_Extension.digits");
  await inspector.type("With of comparison 1", "42");
  await board.deselect();

  await board.add("Which Extension", "ann", "Play / Speak");
  await inspector.rename("Connecting To Ann");
  await inspector.say("Connecting you to Ann.");
  await board.deselect();
  await board.add("Connecting To Ann", "Completed", "Call Forward");
  await inspector.rename("Ring Ann");
  await inspector.type("To 1", "+14155550142");
  await board.deselect();

  await board.showAll();
  await board.add("Which Extension", "No match", "Play / Speak");
  await inspector.rename("Unknown Extension");
  await inspector.say("Extension {{ Ask_Extension.digits }} does not exist.");
  await board.deselect();
  await board.showAll();
  await board.connect("Unknown Extension", "Completed", "Main Menu");
  await board.connect("Ask Extension", "Invalid", "Unknown Extension");

  await board.add("Main Menu", "No input", "Play / Speak");
  await inspector.rename("Nobody There");
  await inspector.say("It seems nobody is there. Please call again.");
  await board.deselect();
  await board.showAll();
  await board.connect("Main Menu", "Wrong input", "Nobody There");
  await board.connect("Ask Extension", "No input", "Nobody There");
  await board.add("Nobody There", "Completed", "Hang Up");
  await inspector.rename("Goodbye");
  await board.deselect();

  await board.drag("Record / Voicemail", { rightOf: "Ring Ann" });
  await inspector.rename("Leave A Message");
  await inspector.say("Please leave a message after the beep.", "What the caller hears first");
  await board.deselect();
  await board.showAll();
  for (const forward of ["Ring Sales", "Ring Support", "Ring Ann"]) await board.connect(forward, "No answer", "Leave A Message");
  await board.add("Ring Sales", "Busy", "Play / Speak");
  await inspector.rename("Everyone Is Busy");
  await inspector.say("They are on another call.");
  await board.deselect();
  await board.showAll();
  await board.connect("Ring Support", "Busy", "Everyone Is Busy");
  await board.connect("Ring Ann", "Busy", "Everyone Is Busy");
  await board.connect("Everyone Is Busy", "Completed", "Leave A Message");
  await board.add("Leave A Message", "Recorded", "Play / Speak");
  await inspector.rename("Message Taken");
  await inspector.say("We have your message and will call you back.");
  await board.deselect();
  await board.showAll();
  await board.connect("Message Taken", "Completed", "Goodbye");
  await board.connect("Leave A Message", "No audio", "Goodbye");
}

test("a receptionist from an empty board to an answered call", async ({ page }) => {
  test.slow();
  const editor = new Editor(page, product);
  const { board, phone } = editor;
  await editor.signIn();
  await editor.newFlow("Front desk");
  await draw(editor);
  await board.holds(14);
  await expect(page.getByRole("button", { name: /^Issues/ })).toHaveAccessibleName("Issues none");
  await editor.saved();
  await editor.publish("Sales, support, extensions and voicemail");
  await editor.assign(OURS, "Front desk");

  await editor.openFlow("Front desk");
  await phone.open();
  await phone.be(OUTSIDE);
  await phone.call(OURS, "Front desk");
  await board.isAt("Main Menu");
  await board.isLit("Start");
  await board.isDark("Ask Extension");
  await phone.hears("Press 1 for sales");
  await phone.press("3");
  await board.isAt("Ask Extension");
  await phone.hears("two digit extension");
  await phone.press("42#");
  await board.isLit("Which Extension");
  await phone.hears("Connecting you to Ann.");
  await board.isLit("Connecting To Ann");
  await board.isAt("Ring Ann");
  await expect(board.cord("Ring Ann", "No answer").locator(".cord-travelled")).toHaveCount(0);

  await phone.accept(ANN);
  await phone.takeLine(OUTSIDE);
  await board.isAt("Ring Ann");
  await board.isDark("Leave A Message");
  await phone.hangUp();
  await phone.ended();
  await board.isLit("Ring Ann");

  await phone.seeTheRun();
  await expect(page.getByText("Completed", { exact: true }).first()).toBeVisible();
  await expect(editor.steps()).toHaveText([
    /Start.*Incoming call/,
    /Main_Menu.*extension/,
    /Ask_Extension.*Received/,
    /Which_Extension.*ann/,
    /Connecting_To_Ann.*Completed/,
    /Ring_Ann.*Completed/,
  ]);
});
