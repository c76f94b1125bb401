import { expect, test } from "vitest";
import { toProjectPath, withUpperDrive } from "#finding";

test("paths of Windows become project paths", () => {
  expect(toProjectPath("C:\\lending", "C:\\lending\\src\\loans.ts")).toBe("src/loans.ts");
  expect(toProjectPath("C:\\lending\\", "C:\\lending\\src\\loans.ts")).toBe("src/loans.ts");
  expect(toProjectPath("C:\\", "C:\\src\\loans.ts")).toBe("src/loans.ts");
  expect(toProjectPath("/lending", "/lending/src/loans.ts")).toBe("src/loans.ts");
});

test("a drive is one drive, however it is spelt", () => {
  expect(withUpperDrive("c:\\Lending\\src")).toBe("C:\\Lending\\src");
  expect(withUpperDrive("c:/lending")).toBe("C:/lending");
  expect(withUpperDrive("/c:/lending")).toBe("/c:/lending");
});
