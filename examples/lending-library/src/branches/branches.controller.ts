import { Body, Controller, Get, Param, Post, Query } from "@nestjs/common";
import type { Branch } from "./branch.entity";
import { BranchesRepository } from "./branches.repository";
import { BranchesService } from "./branches.service";
import { OpenBranchDto } from "./dto/open-branch.dto";

@Controller({ path: "branches", version: "1" })
export class BranchesController {
  constructor(
    private readonly branchesService: BranchesService,
    private readonly branchesRepository: BranchesRepository,
  ) {}

  @Get()
  list(@Query("district") district: string): Promise<Branch[]> {
    return this.branchesRepository.findInDistrict(district);
  }

  @Get(":code")
  show(@Param("code") code: string): Promise<Branch> {
    return this.branchesService.show(code);
  }

  @Post()
  open(@Body() branch: OpenBranchDto): Promise<Branch> {
    return this.branchesService.open(branch);
  }
}
