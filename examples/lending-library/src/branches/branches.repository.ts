import { Injectable } from "@nestjs/common";
import { InjectRepository } from "@nestjs/typeorm";
import { Repository } from "typeorm";
import { Branch } from "./branch.entity";

@Injectable()
export class BranchesRepository {
  constructor(@InjectRepository(Branch) private readonly branches: Repository<Branch>) {}

  findByCode(code: string): Promise<Branch | null> {
    return this.branches.findOneBy({ code });
  }

  findInDistrict(district: string): Promise<Branch[]> {
    return this.branches
      .createQueryBuilder("branch")
      .where("branch.district = :district", { district })
      .orderBy("branch.name", "ASC")
      .take(100)
      .getMany();
  }

  findAll(): Promise<Branch[]> {
    return this.branches.find({ order: { code: "ASC" }, take: 100 });
  }

  save(branch: Branch): Promise<Branch> {
    return this.branches.save(branch);
  }
}
