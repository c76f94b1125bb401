export interface Reader {
  readonly id: string;
  readonly fullName: string;
  readonly email: string;
  readonly suspended: boolean;
}
