import { Column, Entity, ManyToOne, PrimaryColumn } from "typeorm";

@Entity("branches")
export class Branch {
  @PrimaryColumn({ length: 3 })
  code!: string;

  @Column()
  name!: string;

  @Column()
  district!: string;

  @Column({ name: "opens_at" })
  opensAt!: string;

  @ManyToOne(() => Branch, { eager: true, nullable: true })
  mainBranch!: Branch | null;
}
