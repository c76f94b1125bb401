import { ConflictException, Injectable } from "@nestjs/common";
import { NotFound } from "@/errors/lending-errors";
import type { Branch } from "./branch.entity";
import { BranchesRepository } from "./branches.repository";
import type { OpenBranchDto } from "./dto/open-branch.dto";

@Injectable()
export class BranchesService {
  constructor(private readonly branches: BranchesRepository) {}

  async show(code: string): Promise<Branch> {
    const branch = await this.branches.findByCode(code);
    if (!branch) throw new NotFound("branch");
    return branch;
  }

  async open(branch: OpenBranchDto): Promise<Branch> {
    if (await this.branches.findByCode(branch.code))
      throw new ConflictException(`There already is a branch ${branch.code}.`);
    return this.branches.save(branch);
  }
}
