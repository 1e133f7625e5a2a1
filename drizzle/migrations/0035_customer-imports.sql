CREATE TABLE "imported_people" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"run_id" uuid NOT NULL,
	"invited_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "unclaimed_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "import_runs" ADD COLUMN "invited_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "imported_people" ADD CONSTRAINT "imported_people_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imported_people" ADD CONSTRAINT "imported_people_run_id_import_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."import_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "imported_people_run" ON "imported_people" USING btree ("run_id","user_id");--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_unclaimed" CHECK ("users"."unclaimed_since" is null or ("users"."password_hash" is null and "users"."email_verified_at" is null and "users"."phone_verified_at" is null));