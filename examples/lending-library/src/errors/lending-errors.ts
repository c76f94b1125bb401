/** Something the library does not allow, or does not have. */
export class LendingError extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    detail: string,
  ) {
    super(detail);
    this.name = new.target.name;
  }
}

export class NotFound extends LendingError {
  constructor(what: string) {
    super(404, "Not found", `There is no such ${what}.`);
  }
}

export class NotAllowed extends LendingError {
  constructor(reason: string) {
    super(409, "Not allowed", reason);
  }
}
