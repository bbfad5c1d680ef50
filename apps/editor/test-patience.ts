// Before every test file: what a test waits for comes late on a busy machine; a limit only catches what never comes.
import { configure } from "@testing-library/react";

configure({ asyncUtilTimeout: 60_000 });
