import { IsMilitaryTime, IsString, Length } from "class-validator";

export class OpenBranchDto {
  @Length(3, 3)
  code!: string;

  @IsString()
  name!: string;

  @IsString()
  district!: string;

  @IsMilitaryTime()
  opensAt!: string;
}
